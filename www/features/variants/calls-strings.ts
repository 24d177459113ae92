import { count } from "../../strings/words";
import { variants } from "./strings";

/** Variant calls: every allele of a VCF file in the promoter of every gene that it falls into. */
export const calls = {
  title: "Variant calls (VCF)",
  help: "Every allele in the promoter of every gene that it falls into, in the condition that is chosen: substitutions, insertions and deletions. The calls are read piece by piece and stay on this computer; they need the genome that they were made on, with its genes.",
  files: "Calls (.vcf, gzipped or not)",
  haplotypes:
    "All variants of a promoter together, as samples have them on each chromosome (phased genotypes)",
  samples: "Samples",
  samplesHelp: "Names with commas between; all where it is empty.",
  run: "Predict them",
  reading: (done: number, total: number) =>
    total ? `Reading the genome: ${Math.round((100 * done) / total)} %…` : "Reading the genome…",
  running: (effects: number) =>
    effects ? `Predicting: ${count(effects, "effect")} so far…` : "Reading the calls…",
  cancelled: "The prediction of the calls was cancelled.",
  summary: (of: {
    records: number;
    effects: number;
    genes: number;
    file: string;
    column: string;
    seconds: number;
  }) =>
    `${of.file}: ${count(of.records, "record")}, ${count(of.effects, "effect")} in the promoters of ${count(of.genes, "gene")}${of.column ? `, in ${of.column}` : ""} (${of.seconds.toFixed(1)} s).`,
  nothing: "None of them lies in a promoter.",
  shown: (shown: number, all: number) =>
    shown < all
      ? ` The table shows the ${shown.toLocaleString("en")} largest differences; the files have all of them.`
      : "",
  tableLabel: "Effects of the variant calls",
  tableHelp: (unit: string) =>
    `Difference is alternative minus reference, all in ${unit}. Press a heading to sort, a gene to see its bases with the change in them.`,
  open: (gene: string, change: string) => `Show ${change} in the bases of ${gene}`,
  saveTable: "Download all as TSV",
  saveCalls: "Download annotated VCF",
  columns: {
    gene: { name: "Gene", help: "The gene whose promoter changes" },
    place: { name: "Call", help: "Place on the genome (from 1), reference and alternative" },
    sample: { name: "Sample", help: "Sample and which of its chromosomes" },
    change: { name: "Change", help: "On the gene's strand; −1 is the base before the anchor" },
    reference: { name: "Reference", help: "Predicted response without the allele" },
    alternative: { name: "Alternative", help: "Predicted response with the allele" },
    difference: { name: "Difference", help: "Alternative minus reference; sorted by its size" },
    percentile: variants.columns.percentile,
  },
  alleles: (reference: string, alternative: string) => `${shortened(reference)}>${shortened(alternative)}`,
  copy: (sample: string, haplotype: number) => `${sample}, copy ${haplotype}`,
  edit: (change: string) => `Variant ${change}`,

  noFile: "Choose a VCF file first.",
  noGenome: "Open the genome that the calls were made on first, with “Use another genome…”.",
  noGenomeFiles: (name: string) =>
    `This browser has kept the promoters of ${name} but not its files, which the calls need: open them again with “Use another genome…”.`,
  noCondition: "Add a condition first: calls are predicted in the chosen one.",
  furtherInputs: (title: string) =>
    `${title} reads more than a promoter, which a genome does not give; write each variant as a change of a promoter above.`,
  noGenomeAnchor: (title: string, anchor: string) =>
    `${title} reads no promoters of a genome (its anchor: ${anchor}); write each variant as a change of a sequence above.`,
} as const;

const longest = 8;

/** A long deletion is told by how many bases it has. */
function shortened(bases: string): string {
  return bases.length > longest ? `${bases.slice(0, longest - 3)}…(${bases.length})` : bases;
}
