import type { ModelSummary } from "../../engine/manifest";
import { bytes } from "../../strings/app";
import { megabytes } from "../../ui/files-strings";
import { list, sentence } from "../../strings/words";

/** "a", or "an" before a number that begins with a vowel. */
const article = (n: number) => (/^(8|11$|18$|11\d{3}|18\d{3})/.test(String(n)) ? "an" : "a");

function reads({ window, downstream, anchor, frame, tfCount, inputs }: ModelSummary): string {
  if (frame) {
    const insert = window - frame.left.length - frame.right.length;
    return `reads ${article(insert)} ${insert}-bp insert between constant flanks (${window} bp)`;
  }
  const first = inputs.findIndex(({ kind }) => kind === "bases");
  const others = inputs.filter((_, at) => at !== first).map((own) => own.name ?? "");
  const levels = tfCount ? [`${tfCount} TF levels`] : [];
  if (!window) return `reads ${list([...others, ...levels])}`;
  const where = downstream
    ? `${(window - downstream).toLocaleString("en")} bp before and ${downstream.toLocaleString("en")} from the ${anchor}`
    : `${window.toLocaleString("en")} bp before the ${anchor}`;
  return `reads ${list([where, ...others, ...levels])}`;
}

function predicts({ outputName, outputUnit, outputs }: ModelSummary): string {
  const [first] = outputs;
  if (outputs.length < 2) return `${outputName} (${outputUnit})`;
  if (outputs.length < 4) return list([...outputs]);
  return `${outputs.length} outputs, ${first} to ${outputs.at(-1)}`;
}

const about = (model: ModelSummary) => `${reads(model)}; predicts ${predicts(model)}`;

/** "Saccharomyces cerevisiae" is in a title that says "S. cerevisiae". */
function hasSpecies(title: string, species: string): boolean {
  const short = species.replace(/^(\w)\w+ /, "$1. ");
  return !species || title.includes(species) || title.includes(short);
}

const name = ({ title, species }: ModelSummary) =>
  hasSpecies(title, species) ? title : `${title}, ${species}`;

/** Which model predicts. */
export const models = {
  reads: (model: ModelSummary) => sentence(reads(model).replace(/^reads /, "")),
  predicts: (model: ModelSummary) => sentence(predicts(model)),
  compare: "Compare models…",
  facts: {
    species: "Species",
    reads: "Reads",
    predicts: "Predicts",
    data: "Trained on",
    authors: "From",
    licence: "Licence",
    accuracy: "Accuracy on held-out data",
    byWord: (accuracy: string, by: string) => (by ? `${accuracy}; according to ${by}` : accuracy),
    limits: "Limits",
    size: "Download",
  },
  gallery: {
    title: "Compare models",
    help: "What each model is before it is chosen. Nothing is downloaded of a model until then.",
    loading: "Loading…",
    ours: "Trained for Cisight",
    inCard: "See the model's card.",
    noAccuracy: "Nothing is known of it here.",
    kept: "Kept in this browser.",
    download: (size: number, isGraph: boolean) =>
      megabytes(size) + (isGraph ? ", and once the part of the page that runs such networks" : ""),
  },
  label: "Model",
  option: (model: ModelSummary) => `${name(model)}: ${about(model)}`,
  about: (model: ModelSummary) =>
    sentence(about(model)) + (model.members > 1 ? ` Mean of ${model.members} networks.` : ""),
  loading: (title: string, done = 0, total = 0) => `Loading ${title}${bytes(done, total)}`,
  cancelled: (title: string) => `${title} was not loaded.`,
  again: "Load it again",
  failed: (title: string, why: string) => `${title} could not be loaded, and nothing was changed: ${why}`,
  noBases: (title: string, inputs: readonly string[]) =>
    `${title} reads ${list([...inputs])} and nothing that is made of bases, and this page shows what bases do: use the model on the command line, with “cisight import” and “cisight predict --input ${inputs[0]}=FILE”.`,
  unknownLinked: (id: string, shown: string) =>
    `The link names a model, “${id}”, that this copy of the page does not have; ${shown} is used instead.`,
  unknownAsked: (id: string, shown: string) =>
    `The model that was asked for, “${id}”, is not here; ${shown} is used instead.`,
  ownElsewhere: (id: string, shown: string) =>
    `The link names a model, “${id}”, that somebody added to this page on their own computer, and links carry no models: add its files here with “Add a model…”, under the same title, and open the link again. ${shown} is used instead.`,
  unknown: (id: string) => `This copy of the page has no model “${id}”.`,
  noTfs: "This model reads no TF levels: each promoter has one response.",
  noTfsOutputs: (n: number) =>
    `This model reads no TF levels: each promoter has a response for each of ${n} outputs.`,
  tableKept: "Your TF table is kept for models that read one.",
} as const;
