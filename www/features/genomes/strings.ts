import type { Anchor, FileKind } from "../../engine/files-api";
import { count, some } from "../../strings/words";

const kinds: Record<FileKind, string> = {
  fasta: "sequence (FASTA)",
  "2bit": "sequence (2bit)",
  genbank: "sequence and genes (GenBank)",
  annotation: "genes (GFF3 or GTF)",
};

const anchors: Record<Anchor, string> = {
  "start-codon": "start codon (ATG)",
  "transcript-start": "transcript start (TSS)",
  "transcript-end": "transcript end (TTS)",
};

const around = (before: number, behind: number) =>
  `${before.toLocaleString("en")} bp before ${behind ? `and ${behind.toLocaleString("en")} from ` : ""}`;

/** Promoters from any genome. */
export const genomes = {
  label: "Genome",
  ofModel: (species: string) => (species ? `${species}, comes with the model` : "comes with the model"),
  notKnown: "…",
  none: "none comes with this model",
  own: (name: string) => `${name} (yours)`,
  open: "Use another genome…",
  back: "Back to the model's genome",
  backToNone: "Use no genome",
  title: "Promoters from any genome",
  help: "Choose a genome (FASTA or 2bit) with its annotation (GFF3 or GTF), or GenBank files, which hold both; each may be gzipped. What each file is, its content tells.",
  files: "Genome and annotation",
  kinds,
  anchors,
  anchor: "Promoters end before the",
  anchorInside: "Promoters lie around the",
  anchorHelp: (anchor: string, isInside: boolean) =>
    `The model in use reads bases ${isInside ? "around" : "before"} the ${anchor}.`,
  length: "Length (bp)",
  downstream: "Bases from there on (bp)",
  downstreamHelp: (bases: number) =>
    `The model in use reads ${bases.toLocaleString("en")} bp from its anchor on; 0 for promoters that end there.`,
  lengthHelp: (window: number) =>
    `The model in use reads ${window.toLocaleString("en")} bp; shorter promoters are filled up with N.`,
  species: "Species",
  assembly: "Assembly",
  nameHelp: "Names for your lists and links; taken from the file's name where it says them.",
  read: "Read promoters",
  readingOf: (done: number, total: number) =>
    `Reading the files: ${(done / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB…`,
  extracting: "Cutting out the promoters…",
  cancelled: "The files were not read.",
  noFiles: "Choose a genome and its annotation first.",
  badLength: (text: string) => `The length is “${text}”; write a whole number from 20 to 20,000.`,
  report: "What was found",
  summary: (genes: number, full: number, length: number, short: number) =>
    `${count(genes, "promoter")}: ${full.toLocaleString("en")} of the full ${length.toLocaleString("en")} bp, ${short.toLocaleString("en")} shorter.`,
  further: (genes: number, [before, behind]: [number, number], anchor: Anchor) =>
    `With ${count(genes, "gene")} comes what else the model reads: ${around(before, behind)}the ${anchors[anchor]}. `,
  genome: (contigs: number, bases: number) =>
    `The genome has ${count(contigs, "sequence")} of ${(bases / 1e6).toFixed(2)} million bases in all.`,
  examples: (names: string[], all: number) =>
    all > names.length ? `for example ${some(names, 5)}` : some(names, 5),
  nothing: "No promoter was found: check that the annotation is of this genome and names the same sequences.",
  useIt: "Use it for gene names",
  download: "Download FASTA",
  downloadNamed: (name: string) => `Download FASTA of ${name}`,
  useNamed: (name: string) => `Use ${name} for gene names`,
  kept: "It is kept in this browser, and listed below.",
  list: "Genomes in this browser",
  listHelp:
    "They stay until you delete them or clear the browser's data for this page. Links name the genome but do not carry it.",
  item: (genes: number, [before, behind]: [number, number], anchor: Anchor, size: string) =>
    `${count(genes, "promoter")}, ${around(before, behind)}the ${anchors[anchor]}, ${size}`,
  elsewhere: (id: string) =>
    `The link's genes come from a genome, “${id}”, that somebody opened on their own computer, and links carry no genomes: open its files here with “Use another genome…”, with the same names and length, and open the link again.`,

  emptyFile: (name: string) => `The file ${name} is empty; choose another file.`,
  isZip: (name: string) =>
    `The file ${name} is a zip archive; unpack it and choose the genome and annotation in it.`,
  isEmbl: (name: string) =>
    `The file ${name} is in EMBL format, which is not read; download the same record as GenBank, or as FASTA and GFF3.`,
  isWebPage: (name: string) =>
    `The file ${name} is a web page, not the file itself; download it again from the page's download link.`,
  unknownFile: (name: string) =>
    `The file ${name} is none of the formats that are read: FASTA, 2bit, GenBank, GFF3 and GTF, gzipped or not.`,
  tooLarge: (name: string, most: number) =>
    `The file ${name} takes the files beyond ${(most / 1e9).toFixed(0)} billion bytes, more than this page can hold; use the command line (cisight promoters) for it.`,
  twoGenomes: (names: string[]) =>
    `The files ${some(names, 4)} are genomes each; choose one 2bit file, or FASTA files of one genome.`,
  genbankAndOther: (genbank: string[], other: string[]) =>
    `The ${genbank.length === 1 ? "file" : "files"} ${some(genbank, 3)} ${genbank.length === 1 ? "is" : "are"} GenBank and ${genbank.length === 1 ? "brings its" : "bring their"} own sequence and genes; take out ${some(other, 3)}, or the GenBank ${genbank.length === 1 ? "file" : "files"}.`,
  noSequence:
    "The genome's sequence is missing; add the FASTA or 2bit file that the annotation belongs to, or choose GenBank files.",
  noAnnotation: "The annotation is missing; add the GFF3 or GTF file of this genome.",
  damagedGzip: (name: string) =>
    `The file ${name} is damaged (its gzip data breaks off or is wrong); download it again.`,
  unreadable: (name: string) =>
    `The file ${name} could not be read; choose it again, as it may have been changed or moved.`,
} as const;
