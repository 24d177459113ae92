/** The script of the page that is one file: everything it needs is inside. */

import { embeddedAssets } from "./engine/embedded-assets";
import { openPage } from "./open-page";

openPage(embeddedAssets);
