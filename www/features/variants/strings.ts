import { count } from "../../strings/words";

/** The table of variants: many changed promoters, each beside its reference. */
export const variants = {
  title: "Score variants",
  help: (name: string, unit: string) =>
    `Predicts the ${name} (${unit}) of a reference and an alternative sequence for each variant, and ranks the differences: rank 1 is raised most. These are predictions; none was tested in cells.`,
  label: "Variants",
  fieldHelp: (promoter: string, anchor: string, upstream: number) => {
    const at = (before: number) => (upstream < 50 ? String(51 - before) : `−${before}`);
    const own = promoter || "the chosen promoter";
    return `Either a table with the headings name, reference and alternative (whole sequences), or one variant per line as changes of ${own}, positions relative to the ${anchor}: ${at(45)}A>G, c.${at(45)}A>G, ${promoter || "HSP12"}:c.${at(45)}A>G, ${at(40)}delT, ${at(31)}_${at(30)}insTA, ${at(45)}_${at(44)}delinsCC, ${at(45)}dup, ${at(50)}_${at(45)}inv; several of one variant as [c.${at(45)}A>G;c.${at(50)}T>C] or with commas between. “cisight variants” on the command line reads the same.`;
  },
  placeholder: "name\treference\talternative\nmy variant\tACGT…\tACGA…",
  example: (promoter: string) => `Example: strong mutations of ${promoter}`,
  exampleTable: "The same as a table",
  exampleStrains: (gene: string) => `Natural alleles of ${gene} (strains of S. paradoxus)`,
  exampleStrainsHelp:
    "Five strains, Yue et al. 2017; how many of them have the younger allele is in the names",
  strainAllele: (change: string, count: number, all: number) => `${change} (${count} of ${all} strains)`,
  running: "Predicting the variants…",
  cancelled: "The prediction of the variants was cancelled.",
  again: "Predict them again",
  needsPromoter:
    "Changes are made in the chosen promoter: add a promoter first, or give a table of sequences.",
  writtenFor: (promoter: string) => `These changes were written for ${promoter}.`,
  takeFor: (promoter: string) => `Take them for changes of ${promoter}`,
  baseGone: (promoter: string) =>
    `These changes were written for ${promoter}, which is not here as it was; bring it back, or take them for changes of the chosen promoter.`,
  needsCondition: "Add a condition first: variants are predicted in the chosen one.",
  summary: (n: number, promoter: string, condition: string) =>
    `${count(n, "variant")}${promoter ? ` of ${promoter}` : ""}${condition ? ` in ${condition}` : ""}`,
  tableLabel: "Variants with their predicted responses",
  download: "variants",
  columns: {
    name: { name: "Variant", help: "As in your table; or the changes themselves" },
    reference: { name: "Reference", help: "Predicted response of the reference sequence" },
    alternative: { name: "Alternative", help: "Predicted response of the alternative sequence" },
    difference: { name: "Difference", help: "Alternative minus reference" },
    rank: { name: "Rank", help: "1 is raised most" },
    percentile: {
      name: "Percentile",
      help: "Of 100 random single-base changes of natural promoters in this condition, how many have a smaller effect",
    },
    interval: {
      name: "68 of 100 lie in",
      help: "Where 68 of 100 measured differences of single-base changes lie",
    },
  },
  columnsHelp: (unit: string) =>
    `Difference is alternative minus reference, all in ${unit}. Press a heading to sort.`,
} as const;
