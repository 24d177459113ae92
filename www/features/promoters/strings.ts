import { some, such } from "../../strings/words";

const genomeOf = (genome: string) => (genome ? `the genome of ${genome}` : "the model's genome");

export const promoters = {
  title: "Promoters",
  geneLabel: "Add a gene by name",
  genePlaceholder: (names: string[]) => [...names, "…"].join(", "),
  geneHelp: ([before, behind]: [number, number], anchor: string, genome: string) =>
    `Its promoter, the ${before.toLocaleString("en")} bases before ${behind ? `and ${behind.toLocaleString("en")} from ` : ""}the ${anchor}, comes from ${genomeOf(genome)}.`,
  geneHelpFramed: (genome: string) =>
    `Its promoter comes from ${genomeOf(genome)}; as much of it is read as fits the construct.`,
  genomeGeneLabel: "Add a gene by name",
  genomeGenePlaceholder: "a gene's name",
  genomeGeneHelp: (genome: string, length: number) =>
    `Its promoter, ${length.toLocaleString("en")} bases at most, comes from the genome that you opened: ${genome}.`,
  addExamples: (n: number) => `Add ${n === 1 ? "the example" : `the ${n} examples`}`,
  chosenExamples: "Chosen examples",
  addAll: "Add every gene",
  chosen: "Chosen genes",
  remove: (name: string) => `Remove ${name}`,
  textLabel: "Your own sequences",
  textHelp: ([before, behind]: [number, number], anchor: string) =>
    `FASTA or one raw sequence, 5′ to 3′, ending ${behind ? `${behind.toLocaleString("en")} bases behind` : "just before"} the ${anchor}. The last ${(before + behind).toLocaleString("en")} bases are read.`,
  textHelpFramed: (window: number, left: number, right: number) =>
    `FASTA or one raw sequence, 5′ to 3′: the ${window - left - right}-bp insert (the constant ${left} + ${right} bp are added), or the whole construct of ${window} bp.`,
  textHelpWhole:
    "FASTA: the promoters by their names, which the vectors below are matched with. The model reads the vectors alone; make them of these sequences, or choose a file.",
  textPlaceholder: ">my promoter\nACGT…",
  catalogueLoading: "Loading the gene catalogue…",
  noGene: (text: string) => `No gene name begins with “${text}”.`,
  unknownGene: (name: string, names: string[]) =>
    `There is no gene “${name}” in the catalogue; use a standard or a systematic name${such(names)}.`,
  unknownInGenome: (name: string) =>
    `There is no gene “${name}” in the genome that you opened; use a name as its annotation has it.`,
  unknownExample: (name: string) =>
    `There is no promoter “${name}” among the model's examples; paste its sequence instead.`,
  alreadyThere: (name: string) => `${name} is already in the list.`,
  correction: (names: string[], text: string) => `${some(names, 3)}: ${text}.`,
} as const;
