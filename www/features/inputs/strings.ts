import type { BasesSpec, EmbeddingSpec, InputSpec, NumbersSpec } from "../../engine/messages";
import { count, some } from "../../strings/words";

const shape = (sizes: readonly number[]) => sizes.join(" × ");

function basesHelp({ window, anchor, downstream = 0 }: BasesSpec): string {
  const upstream = window - downstream;
  const [before, from] = [upstream, downstream].map((bases) => bases.toLocaleString("en"));
  const behind = upstream ? `${before} bases before and ${from} from` : `${from} bases from`;
  const where = downstream ? behind : `${before} bases before`;
  return `FASTA: the ${where} the ${anchor} for each promoter, under the promoter's name; a single sequence stands with every promoter.`;
}

/** What a model reads beside its first sequence. */
export const inputs = {
  title: "Further inputs",
  bases: basesHelp,
  basesPlaceholder: (name: string) => `>a promoter's name\nits ${name}, ACGT…`,
  numbers: ({ numbers }: NumbersSpec) =>
    `A row for each promoter, by name, and a column for each of ${some(
      numbers.map(({ name }) => name),
      8,
    )}. What is missing takes the model's default.`,
  numbersPlaceholder: ({ numbers }: NumbersSpec) =>
    `promoter\t${numbers
      .slice(0, 3)
      .map(({ name }) => name)
      .join("\t")}`,
  embedding: ({ positions, width }: EmbeddingSpec) =>
    `A file of embeddings, ${shape([positions, width])} for each promoter: .npz or .safetensors with an array under each promoter's name, or .npy in the order of the map.`,
  kind: (rows: number, { positions, width }: EmbeddingSpec) =>
    `${count(rows, "embedding")} of ${shape([positions, width])}`,
  oneFile: (names: string[]) => `Give one file: put the embeddings of ${names.join(" and ")} together.`,
  reading: "Reading the file…",
  readingCancelled: "The file was not read.",
  embeddingsDamaged: "What was kept of the embeddings is damaged; choose their file again.",
  otherShape: (file: string, found: readonly number[], needed: readonly number[]) =>
    `${file} holds embeddings of ${shape(found)} where this model reads ${shape(needed)}; choose a file of that shape.`,
  otherCount: (found: number, needed: number) =>
    `The file holds ${count(found, "embedding")} without names for ${count(needed, "promoter")}; give one for each, in their order, or save them under the promoters' names.`,
  oneForAll: (name: string) => `This ${name} stands with every promoter.`,
  withExample: (name: string) =>
    `The example promoters come with an example ${name} each; give yours here for promoters of your own.`,
  withGenome: (name: string) => `The genome that you opened brings the ${name} of each gene.`,
  allDefaults: "Nothing is given: every promoter takes the model's defaults.",
  missingNumbers: (n: number) => `${count(n, "missing number")} ${n === 1 ? "takes" : "take"} the default.`,
  unknownNumbers: (columns: string[]) =>
    `${some(columns, 5)}: ${columns.length === 1 ? "this column is" : "these columns are"} no number of the model.`,
  defaultsFor: (names: string[]) =>
    `${some(names, 3)}: no row of this name, so all numbers take the default.`,
  lacking: (kind: InputSpec["kind"], names: string[]) =>
    `${some(names, 3)}: there is no ${kind === "bases" ? "sequence" : "embedding"} of this name, so ${names.length === 1 ? "this promoter is" : "these promoters are"} not predicted.`,
  lookedAt: "Sequence",
  needed: (names: string[]) =>
    `The model also reads ${names.join(" and ")}: give ${names.length === 1 ? "it" : "them"} under “Further inputs” to see a prediction.`,
} as const;
