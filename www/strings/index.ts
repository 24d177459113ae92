/** Every English sentence of the page, a file an area; another language is another folder with the same shape. */

import { app, progress, card, link } from "./app";
import { compare } from "./compare";
import { edits } from "./edits";
import { backend, failures } from "./engine";
import { promoters } from "./promoters";
import { conditions } from "./conditions";
import { field, chips } from "./fields";
import { grid } from "./grid";
import { layers } from "./layers";
import { motifs } from "./motifs";
import { panels } from "./panels";
import { track } from "./track";
import { whatIf } from "./what-if";

export { sentence } from "./words";

export const strings = {
  app,
  progress,
  card,
  link,
  backend,
  failures,
  promoters,
  conditions,
  field,
  chips,
  grid,
  track,
  compare,
  edits,
  layers,
  motifs,
  panels,
  whatIf,
} as const;
