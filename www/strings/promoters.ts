import { sentence, some } from "./words";

export const promoters = {
  title: "Promoters",
  geneLabel: "Add a yeast gene by name",
  genePlaceholder: "HSP12, YFL014W, …",
  geneHelp: "Its promoter, the 1,000 bases before the start codon, comes from the S288C genome.",
  addAll: "Add every gene",
  chosen: "Chosen genes",
  remove: (name: string) => `Remove ${name}`,
  textLabel: "Your own sequences",
  textHelp: (window: number) =>
    `FASTA or one raw sequence, 5′ to 3′, ending just before the start codon. The last ${window.toLocaleString("en")} bases are read.`,
  textPlaceholder: ">my promoter\nACGT…",
  catalogueLoading: "Loading the gene catalogue…",
  noGene: (text: string) => `No gene name begins with “${text}”.`,
  unknownGene: (name: string) =>
    `There is no gene “${name}” in the catalogue; use a standard name (HSP12) or a systematic one (YFL014W).`,
  alreadyThere: (name: string) => `${name} is already in the list.`,
  problem: (record: number, line: number, name: string, message: string) =>
    sentence(
      /^record\b/i.test(message)
        ? message
        : `record ${record} (${name ? `${name}, ` : ""}line ${line}) ${message}`,
    ),
  correction: (names: string[], text: string) => `${some(names, 3)}: ${text}.`,
} as const;
