import { originKey } from "../bases/what-if";

export interface Cell {
  row: number;
  column: number;
}

interface Keyed {
  key: string;
}

/** Where the chosen cell is in new results: the same promoter and condition, or what they were made of, if they are still there. */
export function sameCell(
  before: { rows: Keyed[]; columns: Keyed[] } | undefined,
  cell: Cell,
  { row, column }: { row: string | undefined; column: string | undefined },
  rows: Keyed[],
  columns: Keyed[],
): Cell {
  // What was made of the chosen one and has just come (back) is what was changed last.
  if (before) {
    const [newRow, newColumn] = [madeOf(row, rows, before.rows), madeOf(column, columns, before.columns)];
    if (newRow >= 0 || newColumn >= 0)
      return {
        row: newRow >= 0 ? newRow : find(rows, row, cell.row),
        column: newColumn >= 0 ? newColumn : find(columns, column, cell.column),
      };
  }
  return { row: find(rows, row, cell.row), column: find(columns, column, cell.column) };
}

/** Where in a list the edited form of a key is, if the list before had it not. */
function madeOf(key: string | undefined, list: Keyed[], before: Keyed[]): number {
  const isEdited = (other: Keyed) => other.key !== key && originKey(other.key) === key;
  return before.some(isEdited) ? -1 : list.findIndex(isEdited);
}

function find(list: Keyed[], key: string | undefined, index: number): number {
  if (key === undefined) return index < list.length ? index : 0;
  const same = list.findIndex((other) => other.key === key);
  return Math.max(0, same >= 0 ? same : list.findIndex((other) => other.key === originKey(key)));
}
