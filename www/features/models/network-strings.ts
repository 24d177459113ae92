import type { Scale, SeenInput, SeenNetwork } from "../../engine/files-api";
import { count } from "../../strings/words";

const shape = (extents: readonly number[]) => extents.join(" × ");

function looksLike({ shape: extents, looks }: SeenInput): string {
  if (looks === "numbers") return "numbers";
  const at = (axis: number) => (extents[axis] ?? 0).toLocaleString("en");
  return "bases" in looks
    ? `${at(looks.bases.letters)} letters along ${at(looks.bases.positions)} positions`
    : `vectors of ${at(looks.vectors.width)} along ${at(looks.vectors.positions)} positions`;
}

/** Numbers such as 3.4 million. */
function large(n: number): string {
  if (n < 1e4) return n.toLocaleString("en");
  return n < 1e6 ? `${Math.round(n / 1e3)} thousand` : `${(n / 1e6).toFixed(n < 1e8 ? 1 : 0)} million`;
}

const scales: Record<Scale, string> = {
  log: "A logarithm: differences are ratios",
  linear: "A quantity as it is",
  probability: "A probability, between 0 and 1",
};

/** The conversation about a network out of an ONNX or a Keras file. */
export const networks = {
  reading: "Reading the file…",
  seen: "What is in the file",
  format: ({ seen }: SeenNetwork) =>
    `${seen.format}: ${large(seen.weights)} weights, ${large(seen.multiplyAdds)} multiply-adds for one sample.`,
  reads: (input: SeenInput) =>
    `Reads “${input.name}”: ${shape(input.shape)}, which looks like ${looksLike(input)}.`,
  gives: (name: string, extents: readonly number[]) => `Gives “${name}”: ${shape(extents) || "1"}.`,
  operators: (operators: readonly [string, number][]) =>
    `Operators: ${operators.map(([name, n]) => `${n} ${name}`).join(", ")}.`,

  length: "Length of the input",
  lengthHelp: "Positions, one length that the network was trained on. The file leaves it open.",
  packLengthHelp:
    "Positions; where this is empty, as many as one point of a track reads. Of more, each track is the mean over its points.",
  readAgain: "Read it again",
  leftOut: (n: number) =>
    `${count(n, "track")} of the pack ${n === 1 ? "is" : "are"} left out: hidden at first, made of others, or there twice.`,

  asked: "What the file does not say",
  askedHelp:
    "What stands in the fields is likely; mend what is not so, and check it below with values that you know.",
  input: (name: string) => `Input “${name}”`,
  called: "Called",
  letters: "Letters in their order",
  lettersHelp: (extent: number) => `Which letter each of the ${extent} places stands for.`,
  anchor: "Placed by",
  anchorHelp: (window: number) =>
    `Where the ${window.toLocaleString("en")} bases lie: “start codon”, “transcription start”, …`,
  downstream: "Bases from there on",
  downstreamHelp: "0 where the window ends there.",
  numbers: "Names of its numbers",
  numbersHelp: (n: number) =>
    `${count(n, "number")}, in order, with commas between: NAME or NAME:DEFAULT. Where each has a default, promoters may go without them.`,
  frame: "Constant bases around an insert (reporter constructs)",
  frameLeft: "Before the insert",
  frameRight: "After the insert",
  outputs: "What it predicts",
  outputsHelp: (n: number) =>
    n === 1 ? "NAME = UNIT." : `NAME = UNIT, a line for each of ${n} numbers, in order.`,
  outputsPlaceholder: "expression = log2 TPM",
  scale: "Kind of number",
  scales,
  about: "Where it is from (optional)",
  species: "Species",
  authors: "From whom",
  data: "Trained on",
  licence: "Licence",
  accuracy: "Accuracy on held-out data",
  by: "According to",
  limits: "What it can and cannot tell",
  limitsHelp: "One sentence on each line.",

  check: "Compare before it is added",
  sequences: "Sequences for a preview",
  sequencesHelp: "FASTA or bare sequences; the first three are predicted.",
  expected: "Values that you know (optional)",
  expectedHelp: (outputs: number) =>
    `A sequence and its ${outputs === 1 ? "value" : `${outputs} values`} on each line, as the network predicted elsewhere. No model is made where it predicts otherwise here.`,
  expectedPlaceholder: "ACGTTGCA…\t0.4509",
  preview: "Show what it predicts",
  previewing: "Predicting…",
  previewed: "Predictions of the network",
  promoter: "Promoter",
  asExpected: (n: number, most: number) =>
    `${count(n, "sequence")} as expected; the largest difference is ${most.toExponential(1)}.`,
  noPreview: "No sequence was given to predict.",
  bits: (bits: number, moved: number | undefined) =>
    `Its weights are kept in ${bits} bits` +
    (moved === undefined
      ? ", as 16 bits cannot hold them."
      : `; 16 bits move predictions of random sequences by up to ${moved.toExponential(1)}.`),
} as const;
