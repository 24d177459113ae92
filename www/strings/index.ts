/** Every English sentence of the page, a file an area; another language is another folder with the same shape. */

import { app, progress, card, link } from "./app";
import { backend, failures } from "./engine";
import { promoters } from "./promoters";
import { conditions } from "./conditions";
import { design } from "./design";
import { downloads, sequence, tfReport } from "./downloads";
import { field, chips } from "./fields";
import { grid } from "./grid";
import { panels } from "./panels";
import { session } from "./session";
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
  panels,
  whatIf,
  design,
  session,
  downloads,
  tfReport,
  sequence,
} as const;
