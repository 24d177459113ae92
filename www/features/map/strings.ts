import { count } from "../../strings/words";

const span = ([from, to]: [number, number]) => `${from.toLocaleString("en")}–${to.toLocaleString("en")}`;

/** A thing by its name, and several of them. */
export interface Noun {
  one: string;
  many: string;
}

/** What the rows and the columns of a map are called, and what its values are. */
export interface MapNouns {
  values: string;
  /** What Enter on a value does. */
  choose: string;
  row: Noun;
  column: Noun;
}

const promoter: Noun = { one: "promoter", many: "promoters" };
const condition: Noun = { one: "condition", many: "conditions" };
const family: Noun = { one: "TF family", many: "TF families" };
const responses = { values: "Predicted responses", choose: "shows the bases behind it" };
const terms = { values: "What TF families add to responses", choose: "chooses it" };

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const counted = (n: number, { one, many }: Noun) => count(n, one, many);

export const map = {
  /** The nouns of maps of responses. */
  conditions: { ...responses, row: promoter, column: condition },
  outputs: {
    ...responses,
    row: promoter,
    column: { one: "output", many: "outputs" },
  },
  /** Of maps of terms: of many promoters in a condition, and of a promoter in many conditions. */
  termsOfPromoters: { ...terms, row: promoter, column: family },
  termsOfConditions: { ...terms, row: family, column: condition },
  label: ({ values, choose }: MapNouns) =>
    `${values}. Arrow keys move; Enter on a value ${choose}, Enter on a name sorts by it.`,
  corner: ({ row }: MapNouns) => capital(row.one),
  cornerHint: ({ row }: MapNouns) => `Sorts the ${row.many} by name`,
  columnHint: ({ row, column }: MapNouns) => `Sorts the ${row.many} by this ${column.one}`,
  rowHint: ({ row, column }: MapNouns) => `Sorts the ${column.many} by this ${row.one}`,
  pending: "…",
  pendingLong: "still to come",
  readoutEmpty: "Point at a cell, or use the arrow keys, to read its value.",
  in: "in",
  /** As the command line heads such a column. */
  outputIn: (condition: string, output: string) => `${condition}: ${output}`,
  /** All of the grid, what of it is laid out, and which rows and columns of that are in view. */
  extent: (
    nouns: MapNouns,
    all: readonly [number, number],
    [rows, columns]: readonly [number, number],
    down?: [number, number],
    across?: [number, number],
    hasConditions = true,
  ) => {
    const isFiltered = rows !== all[0] || columns !== all[1];
    const width = hasConditions ? ` × ${counted(columns, nouns.column)}` : "";
    const parts = [counted(rows, nouns.row) + width];
    if (!isFiltered && !down && !across) return "";
    if (isFiltered)
      parts[0] += ` (of ${all[0].toLocaleString("en")}${hasConditions ? ` × ${all[1].toLocaleString("en")}` : ""})`;
    if (down) parts.push(`rows ${span(down)}`);
    if (across) parts.push(`columns ${span(across)}`);
    return parts.join(", ") + (down || across ? " in view" : "");
  },
  printed: ({ row }: MapNouns, shown: number, all: number) =>
    `The first ${shown.toLocaleString("en")} of ${counted(all, row)}; downloads have all.`,
  lower: "lower",
  higher: "higher",
  unsure: "0 lies where its measured value is to be expected: the sign is not known",
  clipped: "Values beyond have the colour of the ends.",
  levels: "Colours run from the lowest to the highest value shown; zero has no special meaning.",
  levelsByUnit: "Colours run from the lowest to the highest value of each unit; zero has no special meaning.",
  probabilities: "Colours run from 0 to 1, whatever values are shown.",
  search: ({ row, column }: MapNouns) => `Find ${row.many} and ${column.many}`,
  searchAlone: ({ row }: MapNouns) => `Find ${row.many}`,
  searchPlaceholder: ({ row, column }: MapNouns) => `Find ${row.many}, ${column.many}`,
  searchHelp: "Enter goes to the next one, Shift-Enter back.",
  found: ({ row, column }: MapNouns, rows: number, columns: number) =>
    rows || columns ? `${counted(rows, row)}, ${counted(columns, column)}` : "none found",
  foundAlone: ({ row }: MapNouns, rows: number) => (rows ? counted(rows, row) : "none found"),
  foundAt: (at: number, all: number) => `(${at.toLocaleString("en")} of ${all.toLocaleString("en")})`,
  next: "Next one found",
  previous: "Previous one found",
  onlyFound: "Show only these",
  axis: ({ many }: Noun) => capital(many),
  by: {
    given: "as entered",
    name: "by name",
    mean: "by mean",
    range: "by range",
    similarity: "by similarity",
    line: (name: string) => `by ${name}`,
  },
  chosenLine: ({ one }: Noun) => `by the chosen ${one}`,
  descending: "High to low; press for low to high",
  ascending: "Low to high; press for high to low",
  similarityHelp:
    "By similarity: neighbours respond alike (clustered by average linkage on 1 − Pearson correlation).",
  clustering: "Ordering by similarity…",
  clusteringWaits: "The order by similarity follows once every row is predicted.",
  clusteringAgain: "Try again",
  cells: "Cells",
  values: "Numbers",
  colours: "Colours",
} as const;
