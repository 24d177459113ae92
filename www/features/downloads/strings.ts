import { count } from "../../strings/words";

export const downloads = {
  title: "Download",
  label: (what: string) => `Download ${what}`,
  design: "design",
  groups: {
    responses: "Responses",
    map: "Map, as it is sorted (figure)",
    promoters: "Promoters (FASTA)",
    track: (cell: string) => `Bases of ${cell}`,
    modisco: "For TF-MoDISco (NumPy, two .npz files)",
  },
  tsv: "Table, TSV",
  csv: "Table, CSV",
  wide: { tsv: "Promoters × conditions, TSV", csv: "Promoters × conditions, CSV" },
  json: "JSON",
  svg: "Figure, SVG",
  png: "Figure, PNG",
  mapTitle: "Predicted responses",
  /** No columns: a model without conditions. */
  mapFoot: (rows: number, all: number, columns: number) =>
    `${rows < all ? `The first ${rows} of ${all.toLocaleString("en")} promoters` : count(all, "promoter")}${columns ? ` × ${count(columns, "condition")}` : ""}, in the order of the page`,
  /** Where the promoter's place on a genome is known, with its contig. */
  bedgraph: (contig = "") =>
    contig ? `Genome browser track, bedGraph (${contig})` : "Genome browser track, bedGraph",
  bed: (contig: string) => `Seqlets and motif matches, BED (${contig})`,
  allPromoters: (n: number) => (n === 1 ? "The promoter" : `All ${n.toLocaleString("en")} promoters`),
  editedPromoters: (n: number) => count(n, "edited promoter"),
  modiscoOne: (promoter: string) => `Contributions in ${promoter}`,
  modiscoAll: (n: number, condition: string) =>
    `Contributions in ${n === 1 ? "the promoter" : `all ${n.toLocaleString("en")} promoters`}${condition && `, ${condition}`}`,
  designTable: "Steps, TSV",
  designFasta: "Designed promoter, FASTA",
  designSummary: "What to expect, TSV",
  designBed: (contig: string) => `Changed bases, BED (${contig})`,
  modiscoRunning: (done: number, all: number) =>
    `Mutating every base: promoter ${done.toLocaleString("en")} of ${all.toLocaleString("en")}…`,
  modiscoRemaining: (time: string) => `about ${time} left`,
  modiscoDone: "Saved cisight-one-hot.npz and cisight-scores.npz. The browser may ask whether to allow both.",
  modiscoCancelled: "Cancelled; nothing was saved.",
  close: "Close",
} as const;

export const tfReport = {
  title: (matched: number, renamed: number, missing: number, unknown: number) =>
    [
      `How the table was read: ${count(matched, "TF")} used`,
      renamed && `${renamed} renamed`,
      missing && `${missing} missing`,
      unknown && `${unknown} unknown`,
    ]
      .filter(Boolean)
      .join(", "),
  label: "TFs of the table and of the model",
  inTable: "In the table",
  inModel: "In the model",
  use: "What is used",
  renamed: "its level, under this name",
  missing: (mean: string, unit: string) => `the model's mean, ${mean} ${unit}`,
  unknown: "not used: not a TF of the model",
  levelUnit: "log2 ratio",
  plain: (n: number) => `${count(n, "TF")} already had the model's name.`,
  none: "—",
} as const;

export const sequence = {
  title: "Sequence",
  promoter: "Promoter",
  label: (name: string) => `Sequence of ${name}`,
  help: (anchor: string) =>
    `5′ to 3′; the numbers on the left are positions relative to the ${anchor}. Bases may be typed, pasted or deleted.`,
  constant: (left: number, right: number) =>
    `Shaded: the construct's constant bases, ${left} before the insert and ${right} after it.`,
  apply: "Apply",
  discard: "Discard",
  unchanged: (n: number) => `${count(n, "base")}, as in the results.`,
  changed: (n: number, what: string) => `${count(n, "base")}, ${what}; not applied yet.`,
  trimmed: (n: number, window: number) =>
    `${count(n, "base")}: the last ${window.toLocaleString("en")} are read, those before are dropped.`,
  wrongLetter: (letter: string, position: string) =>
    `“${letter}” at ${position} is not a base; use A, C, G, T, or N for an unknown one.`,
  tooShort: (n: number, least: number) =>
    `${count(n, "base")} are too few; a promoter needs at least ${least}.`,
  typed: "typed bases",
} as const;
