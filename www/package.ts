/** The script of the npm package: importing it defines <cisight-app>. */

import { AppElement } from "./app/app";
import { EmbeddableElement } from "./app/embeddable-element";

// Its files lie beside this script, wherever that is.
EmbeddableElement.folder = new URL("./", String(import.meta.url)).href;

export const CisightApp: typeof import("../pkg/cisight").CisightApp = AppElement;
