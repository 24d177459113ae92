import { pageAssets } from "./engine/page-assets";
import { openPage } from "./open-page";

openPage(pageAssets);
