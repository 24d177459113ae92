/** Every English sentence of the page, a file an area; another language is another folder with the same shape. */

import { app, progress, card, link } from "./app";
import { embed } from "./embed";
import { embedder } from "../features/embedder/strings";
import { compare } from "../features/bases/compare-strings";
import { edits } from "../features/bases/edits-strings";
import { adapter, backend, failures } from "./engine";
import { promoters } from "../features/promoters/strings";
import { conditions } from "../features/conditions/strings";
import { design } from "../features/design/strings";
import { downloads, sequence, tfReport } from "../features/downloads/strings";
import { families } from "../features/families/strings";
import { field, chips } from "../ui/fields-strings";
import { files } from "../ui/files-strings";
import { genomes } from "../features/genomes/strings";
import { inputs } from "../features/inputs/strings";
import { otherSequences } from "../features/bases/other-sequences-strings";
import { keptWork } from "../features/sessions/kept-work-strings";
import { filters } from "../features/filters/strings";
import { grammar } from "../features/grammar/strings";
import { grid } from "../features/map/grid-strings";
import { map } from "../features/map/strings";
import { measured } from "../features/measured/strings";
import { layers } from "../features/bases/layers-strings";
import { models } from "../features/models/strings";
import { motifs } from "../features/bases/motifs-strings";
import { ownModels } from "../features/models/own-models-strings";
import { panels } from "./panels";
import { offline } from "../offline/strings";
import { tfs } from "../features/tfs/strings";
import { session } from "../features/sessions/strings";
import { track } from "../features/bases/track-strings";
import { calls } from "../features/variants/calls-strings";
import { uncertainty } from "../features/uncertainty/strings";
import { variants } from "../features/variants/strings";
import { whatIf } from "../features/bases/what-if-strings";

export { sentence } from "./words";

export const strings = {
  app,
  progress,
  card,
  link,
  embed,
  embedder,
  adapter,
  backend,
  failures,
  promoters,
  conditions,
  field,
  chips,
  files,
  genomes,
  inputs,
  otherSequences,
  keptWork,
  grid,
  map,
  measured,
  offline,
  tfs,
  families,
  filters,
  grammar,
  track,
  uncertainty,
  variants,
  calls,
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
