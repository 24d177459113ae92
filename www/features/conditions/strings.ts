import { count, sentence, some } from "../../strings/words";

export const conditions = {
  title: "Conditions",
  presetLabel: "Add a measured condition",
  presetPlaceholder: (names: string[]) => [...names, "…"].join(", "),
  presetHelp: (source: string) => sentence(`measured TF expression: ${source}`),
  presetHelpEmpty: "Measured TF expression.",
  meanName: "Mean TF levels",
  meanSeries: "Without a table",
  meanSource:
    "this model brings none; “Mean TF levels” has every TF at its mean over the training conditions (0 where no scaling was given)",
  addAll: (n: number) => `Add all ${n}`,
  chosen: "Chosen conditions",
  remove: (name: string) => `Remove ${name}`,
  noPreset: (text: string) => `No condition matches “${text}”.`,
  unknownPreset: (id: string) => `There is no condition “${id}” among those of the model.`,
  heldOut: "held out from training",
  heldOutShort: "held out",
  ownTable: "own table",
  textLabel: "Your own TF table",
  textHelp: (names: string[]) =>
    `First column TF${names.length ? ` (${names.join(" or ")})` : ""}, then one column per condition, log2 ratios. Paste from a spreadsheet, or TSV or CSV.`,
  textPlaceholder: (first: string, second: string) => `TF\tmy condition\n${first}\t1.2\n${second}\t0.8`,
  filled: (gaps: { name: string; missing: number }[], all: number) =>
    `The model's mean stands in for TFs that were not measured: ${some(
      gaps.map(({ name, missing }) => `${missing} of ${all} in “${name}”`),
      4,
    )}.`,
  matched: (matched: number) => `${count(matched, "TF")} of the table matched the model.`,
  missing: (names: string[]) =>
    `${count(names.length, "TF")} of the model ${names.length === 1 ? "is" : "are"} not in the table (${some(names, 3)}); the model's mean stands in.`,
  unknown: (names: string[]) =>
    `${count(names.length, "row")} of the table ${names.length === 1 ? "is not a TF" : "are not TFs"} of the model and ${names.length === 1 ? "is" : "are"} not used (${some(names, 3)}).`,
} as const;
