import { count } from "../../strings/words";

const span = ([from, to]: [number, number]) => `${from.toLocaleString("en")}–${to.toLocaleString("en")}`;

export const map = {
  label:
    "Predicted responses. Arrow keys move; Enter on a value shows the bases behind it, Enter on a name sorts by it.",
  corner: "Promoter",
  cornerHint: "Sorts the promoters by name",
  columnHint: "Sorts the promoters by this condition",
  rowHint: "Sorts the conditions by this promoter",
  pending: "…",
  pendingLong: "still to come",
  readoutEmpty: "Point at a cell, or use the arrow keys, to read its value.",
  in: "in",
  /** As the command line heads such a column. */
  outputIn: (condition: string, output: string) => `${condition}: ${output}`,
  /** All of the grid, what of it is laid out, and which rows and columns of that are in view. */
  extent: (
    all: readonly [number, number],
    [rows, columns]: readonly [number, number],
    down?: [number, number],
    across?: [number, number],
    hasConditions = true,
  ) => {
    const isFiltered = rows !== all[0] || columns !== all[1];
    const width = hasConditions ? ` × ${count(columns, "condition")}` : "";
    const parts = [count(rows, "promoter") + width];
    if (!isFiltered && !down && !across) return "";
    if (isFiltered)
      parts[0] += ` (of ${all[0].toLocaleString("en")}${hasConditions ? ` × ${all[1].toLocaleString("en")}` : ""})`;
    if (down) parts.push(`rows ${span(down)}`);
    if (across) parts.push(`columns ${span(across)}`);
    return parts.join(", ") + (down || across ? " in view" : "");
  },
  printed: (shown: number, all: number) =>
    `The first ${shown.toLocaleString("en")} of ${count(all, "promoter")}; downloads have all.`,
  lower: "lower",
  higher: "higher",
  clipped: "Values beyond have the colour of the ends.",
  levels: "Colours run from the lowest to the highest value shown; zero has no special meaning.",
  search: "Find promoters and conditions",
  searchAlone: "Find promoters",
  searchPlaceholder: "Find promoters, conditions",
  searchHelp: "Enter goes to the next one, Shift-Enter back.",
  found: (rows: number, columns: number) =>
    rows || columns ? `${count(rows, "promoter")}, ${count(columns, "condition")}` : "none found",
  foundAlone: (rows: number) => (rows ? count(rows, "promoter") : "none found"),
  foundAt: (at: number, all: number) => `(${at.toLocaleString("en")} of ${all.toLocaleString("en")})`,
  next: "Next one found",
  previous: "Previous one found",
  onlyFound: "Show only these",
  rows: "Promoters",
  columns: "Conditions",
  by: {
    given: "as entered",
    name: "by name",
    mean: "by mean",
    range: "by range",
    similarity: "by similarity",
    line: (name: string) => `by ${name}`,
  },
  chosenRow: "by the chosen promoter",
  chosenColumn: "by the chosen condition",
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
