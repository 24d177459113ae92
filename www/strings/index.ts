/** Every English sentence of the page, a file an area; another language is another folder with the same shape. */

import { app, progress, card, link } from "./app";
import { embed } from "./embed";
import { compare } from "./compare";
import { edits } from "./edits";
import { backend, failures } from "./engine";
import { promoters } from "./promoters";
import { conditions } from "./conditions";
import { design } from "./design";
import { downloads, sequence, tfReport } from "./downloads";
import { field, chips } from "./fields";
import { files } from "./files";
import { genomes } from "./genomes";
import { keptWork } from "./kept-work";
import { grid } from "./grid";
import { map } from "./map";
import { measured } from "./measured";
import { layers } from "./layers";
import { models } from "./models";
import { motifs } from "./motifs";
import { ownModels } from "./own-models";
import { panels } from "./panels";
import { offline } from "./offline";
import { tfs } from "./tfs";
import { session } from "./session";
import { track } from "./track";
import { variants } from "./variants";
import { whatIf } from "./what-if";

export { sentence } from "./words";

export const strings = {
  app,
  progress,
  card,
  link,
  embed,
  backend,
  failures,
  promoters,
  conditions,
  field,
  chips,
  files,
  genomes,
  keptWork,
  grid,
  map,
  measured,
  offline,
  tfs,
  track,
  variants,
  compare,
  edits,
  layers,
  models,
  motifs,
  ownModels,
  panels,
  whatIf,
  design,
  session,
  downloads,
  tfReport,
  sequence,
} as const;
