import type {
  Coded,
  ColumnKind,
  DomainNote,
  Listed,
  PromoterNote,
  RowKind,
  TableNote,
} from "../engine/messages";
import type {
  AnnotationLineProblem,
  CallsNote,
  Counted,
  Example,
  GenomeNote,
  ImportNote,
} from "../engine/files-api";
import { unsigned } from "./format";
import { some } from "./words";

/** A sentence for each code, made of its parameters; one that lacks a code is no such table. */
type Sentences<Of extends { code: string; parameters: object }> = {
  [Code in Of["code"]]: (parameters: Extract<Of, { code: Code }>["parameters"]) => string;
};

/** What was corrected in promoters, behind their names. */
export const promoterNotes = {
  "promoter.lower-case": ({ count: n }) => `${plural(n, "lower-case letter")} read as upper case`,
  "promoter.uracil-to-thymine": ({ count: n }) => `${n} U read as T (RNA given)`,
  "promoter.ambiguity-to-n": ({ count: n }) => `${plural(n, "IUPAC ambiguity code")} read as N`,
  "promoter.non-letters-removed": ({ count: n }) =>
    `${n} ${n === 1 ? "space or digit" : "spaces or digits"} left out`,
  "promoter.cropped": ({ from, to }) => `${plural(from, "base")} given: only the last ${to} are read`,
  "promoter.padded": ({ from, to }) =>
    `${plural(from, "base")} given: the ${to - from} upstream of them are left empty`,
  "promoter.framed": ({ from, to, left, right }) =>
    `${plural(from, "base")}${from === to ? "" : ` given: the last ${to} are read,`} completed with the constant ${plural(left, "base")} before and ${right} after them`,
  "promoter.other-place": ({ place, bases }) =>
    `${plural(bases, "base")} given, but the place in the header has ${place}: it is taken for one of no known place`,
} as const satisfies Sentences<Coded<"promoter", PromoterNote>>;

/** What was left out of a table, or supposed of it. */
export const tableNotes = {
  "table.rows-left-out": ({ kind, rows }) =>
    `Left out: the ${noun(rows, "row")} ${listed(rows)}: ${rowKinds[kind]}.`,
  "table.columns-left-out": ({ kind, columns }) =>
    `Left out: the ${noun(columns, "column")} ${listed(columns)}, which ${columnKinds[kind][isOne(columns) ? 0 : 1]}.`,
  "table.changes": ({ program, columns }) =>
    `This is a table of ${program ?? "a test of differential expression"}: ${isOne(columns) ? "the condition is its change" : "the conditions are its changes"} ${listed(columns)}.`,
  "table.among-statistics": ({ columns }) =>
    `Statistics stand in this table: take the ${noun(columns, "column")} ${listed(columns)} out where no levels are in it.`,
  "table.constant": ({ column, value }) =>
    `The column "${column}" holds ${value} in every row; take it out if it is a weight.`,
  "table.probabilities": ({ column }) =>
    `All values of the column "${column}" lie between 0 and 1, as p-values do; take it out if it holds no levels.`,
  "table.headless": () => "The table has no header line, so its conditions are numbered.",
  "table.not-log-ratios": ({ largest }) =>
    `Values up to ${largest} do not look like log2 ratios, which this model reads.`,
  "table.empty-cells": ({ count: n }) =>
    `${plural(n, "empty cell")} ${n === 1 ? "takes" : "take"} the TF's mean over the training conditions.`,
} as const satisfies Sentences<Coded<"table", TableNote>>;

const usual = (limit: number) => `(99 of 100 of these stay within ${unsigned(limit, 1)})`;
const untested = "What is predicted of such sequences was not tested.";

/** In what a promoter or a condition is unlike those that the model was trained on, behind its name. */
export const domainNotes = {
  "domain.words": ({ word, distance, limit }) =>
    `its words of ${word} bases are unusual, by ${unsigned(distance, 1)} standard deviations of the sequences that the model was trained on ${usual(limit)}: another species, or random DNA? ${untested}`,
  "domain.repeats": ({ word, distance, limit }) =>
    `it repeats itself: its words of ${word} bases are too usual, by ${unsigned(distance, 1)} standard deviations of the sequences that the model was trained on ${usual(limit)}. ${untested}`,
  "domain.shuffled": ({ word, distance, limit }) =>
    `its words of ${word} bases are those of shuffled bases, by ${unsigned(distance, 1)} standard deviations of the sequences that the model was trained on ${usual(limit)}. ${untested}`,
  "domain.composition": ({ share, distance, limit }) =>
    `${unsigned(share, 0)} % of its bases are G or C, ${unsigned(distance, 1)} standard deviations of the sequences that the model was trained on from their mean ${usual(limit)}: another species? ${untested}`,
  "domain.level": ({ tf, distance, limit }) =>
    `the level of ${tf} is ${unsigned(distance, 1)} standard deviations from its mean; in the conditions that the model was trained on no TF goes beyond ${unsigned(limit, 1)}.`,
  "domain.size": ({ distance, limit }) =>
    `its TF levels are ${unsigned(distance, 1)} standard deviations from their means on the whole; the conditions that the model was trained on reach ${unsigned(limit, 1)}.`,
  "domain.pattern": ({ share, limit }) =>
    `${unsigned(share, 0)} % of its TF levels' pattern is in no condition that the model was trained on; courses that were left out had at most ${unsigned(limit, 0)} %.`,
} as const satisfies Sentences<Coded<"domain", DomainNote>>;

/** What was found, left out or made up where a file became a model. */
export const importNotes = {
  "import.whole-network": ({ class: name }) =>
    `The file holds a whole network (${name}): its weights were read as data, its code was not run.`,
  "import.weights-under": ({ path }) => `The weights were found under "${path}".`,
  "import.prefix-left-out": ({ prefix }) => `The prefix "${prefix}" was left out of the weights' names.`,
  "import.weights-left-out": ({ names, more }) =>
    `Left out, as it is not among the weights: "${names.join('", "')}"${more ? ", …" : "."}`,
  "import.entries-left-out": ({ names }) => `Left out of the configuration: ${names.join(", ")}.`,
  "import.counted-tfs": ({ count: n }) => `The number of TFs, ${n}, was taken from the weights.`,
  "import.unnamed-tfs": ({ count: n }) => `No TFs were named: they are called TF1 to TF${n}.`,
  "import.no-scaling": () => "No scaling was given: TF levels are read as they are.",
  "import.files-left-out": ({ count: n }) =>
    `${plural(n, "further file")} of the zip file ${n === 1 ? "was" : "were"} left out.`,
} as const satisfies Sentences<Coded<"import", ImportNote>>;

/** What was left out of a genome or supposed of it, and how often; examples are said beside it. */
export const genomeNotes = {
  "genome.contigs-matched": counted(
    "Contigs whose names differ, matched by what the annotation says of them",
  ),
  "genome.contigs-of-other-length": counted(
    "Contigs that are not as long as the annotation says, as if it were of another assembly",
  ),
  "genome.elsewhere": counted("Genes on contigs that the genome does not have (left out)"),
  "genome.beyond-contig": counted("Genes that reach beyond their contig's end (left out)"),
  "genome.with-unread-line": counted("Genes with a line that cannot be read (left out)"),
  "genome.no-strand": counted("Genes on both strands or on none (left out)"),
  "genome.no-order": counted("Trans-spliced genes whose first piece is not known (left out)"),
  "genome.same-name": counted("Further genes of a name that an earlier gene has (left out)"),
  "genome.several-contigs": counted("Genes with transcripts on several contigs (the first one counts)"),
  "genome.no-protein": counted("Genes that make no protein (left out)"),
  "genome.other-attribute": counted("Genes called by another attribute, as their lines have no gene_id"),
  "genome.no-parent": counted("Coding sequences whose gene (Parent) is not to be found (left out)"),
  "genome.unread-lines": counted("Lines that cannot be read (left out)"),
  "genome.nameless": counted("Coding sequences without a name (left out)"),
  "genome.no-place": counted("Genes whose place cannot be read or is in another record (left out)"),
  "genome.records-without-bases": counted("Records without bases (left out)"),
  "genome.records-of-other-length": counted("Records that are not as long as their LOCUS lines say"),
  "genome.no-start-codon": counted("Genes without a start codon (left out)"),
  "genome.no-transcript": counted("Genes whose transcript is not annotated (left out)"),
  "genome.no-transcript-end": counted("Genes whose transcript's end is not annotated (left out)"),
  "genome.other-start-codons": counted(
    "Genes with transcripts that begin at other start codons (the one furthest upstream counts)",
  ),
  "genome.other-transcript-starts": counted(
    "Genes with transcripts that start elsewhere (the one furthest upstream counts)",
  ),
  "genome.other-transcript-ends": counted(
    "Genes with transcripts that end elsewhere (the one furthest downstream counts)",
  ),
  "genome.cut-short": counted("Promoters that the end of the contig cuts short"),
  "genome.overlaps-gene": counted("Promoters that reach into another gene's coding sequence"),
} as const satisfies Sentences<Coded<"genome", GenomeNote>>;

/** What was left out of variant calls, and why. */
export const callNotes = {
  "calls.other-length": ({ contig, said, own }) =>
    `The contig ${contig} has ${plural(said, "base")} in the calls and ${own} in the genome: the calls may be of another assembly.`,
  "calls.symbolic": leftOut("alternative", "symbolic, such as <DEL>"),
  "calls.breakend": leftOut("alternative", "breakends"),
  "calls.spanning": leftOut("alternative", "*, a deletion that another record has"),
  "calls.none-called": leftOut("alternative", "., none called"),
  "calls.other-letters": leftOut("alternative", "with other letters than A, C, G, T"),
  "calls.telomere": leftOut("record", "at position 0, before the contig's first base"),
  "calls.other-bases": ({ count, first: { line, contig, position, said, own } }) =>
    leftOut(
      "record",
      `the genome has other bases there: line ${line} says ${said} at ${contig}:${position}, where the genome has ${own || "nothing"}`,
    )({ count }),
  "calls.elsewhere": ({ count, contigs }) =>
    leftOut("record", `on contigs that the genome does not have: ${some(contigs)}`)({ count }),
  "calls.across-anchor": ({ count: n }) =>
    `Left out of a gene, as they insert or delete bases across its anchor: ${plural(n, "allele")}.`,
  "calls.short-promoter": ({ count: n }) =>
    `Left out of a gene, as the contig hardly has any of its promoter: ${plural(n, "allele")}.`,
  "calls.unphased": ({ count: n }) =>
    `Left out, as nothing says which of several heterozygous variants lie on one chromosome: ${plural(n, "promoter")} of samples; phase the calls.`,
  "calls.overlapping": ({ count: n }) =>
    `Left out of a haplotype, as an earlier variant changes the same bases: ${plural(n, "variant")}.`,
} as const satisfies Sentences<Coded<"calls", CallsNote>>;

const lineProblems = {
  "annotation-line.columns": ({ count: n }) =>
    `it has ${n} columns with tabs between, and GFF3 and GTF have nine`,
  "annotation-line.number": ({ column, text }) =>
    `its ${column} is "${text}", which is not a number from 1 on`,
  "annotation-line.ends-before-start": ({ start, end }) =>
    `the feature ends (${end}) before it starts (${start})`,
  "annotation-line.no-gene": () =>
    "there is no gene_id, which every line of GTF needs; repair the line or remove it",
} as const satisfies Sentences<Coded<"annotation-line", AnnotationLineProblem>>;

/** One of the genes, contigs or lines that a note is of. */
export function exampleText(example: Example): string {
  if (typeof example === "string") return example;
  if ("annotation" in example) return `${example.annotation} = ${example.genome}`;
  if (!("reason" in example)) return `line ${example.line}`;
  const { code, parameters } = example.reason;
  // The compiler does not see that a code and its parameters belong together.
  return `line ${example.line}: ${(lineProblems[code] as (of: object) => string)(parameters)}`;
}

const rowKinds: Record<RowKind, string> = {
  weights: "weights and names of arrays, no genes",
  "no-gene": "reads of no gene",
};

/** Of one column, and of several. */
const columnKinds: Record<ColumnKind, [string, string]> = {
  description: ["holds names or descriptions", "hold names or descriptions"],
  weight: ["holds weights, no levels", "hold weights, no levels"],
  place: ["holds places or lengths of genes, no levels", "hold places or lengths of genes, no levels"],
  statistic: ["holds a statistic, no levels", "hold statistics, no levels"],
};

function leftOut(what: "alternative" | "record", why: string): (counted: { count: number }) => string {
  return ({ count: n }) => `Left out: ${plural(n, what)} (${why}).`;
}

function counted(what: string): (counted: Counted) => string {
  return ({ count: n }) => `${what}: ${n.toLocaleString("en")}`;
}

/** Numbers as the command line writes them too. */
function plural(n: number, one: string): string {
  return `${n} ${n === 1 ? one : `${one}s`}`;
}

function isOne({ names, more }: Listed): boolean {
  return names.length + more === 1;
}

function noun(names: Listed, one: string): string {
  return isOne(names) ? one : `${one}s`;
}

/** Names in quotation marks, the first few. */
function listed({ names, more }: Listed): string {
  const shown = names.map((name) => (name ? `"${name}"` : "(no heading)"));
  if (more) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}
