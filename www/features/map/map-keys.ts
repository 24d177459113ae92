import type { Cell } from "./same-cell";

/** A place on the map as it is laid out; -1 is the row of condition names, or the column of promoter names. */
export type Place = Cell;

/** Where a key leads to, or undefined for a key that leads nowhere. `last` is the bottom right place, `page` the rows in view. */
export function target(
  event: KeyboardEvent,
  { row, column }: Place,
  last: Place,
  page: number,
): Place | undefined {
  const far = event.ctrlKey || event.metaKey;
  const go = (to: Partial<Place>): Place => ({
    row: bounded(to.row ?? row, last.row),
    column: bounded(to.column ?? column, last.column),
  });
  switch (event.key) {
    case "ArrowUp":
      return go({ row: far ? Math.min(row, 0) : row - 1 });
    case "ArrowDown":
      return go({ row: far ? last.row : row + 1 });
    case "ArrowLeft":
      return go({ column: far ? Math.min(column, 0) : column - 1 });
    case "ArrowRight":
      return go({ column: far ? last.column : column + 1 });
    case "PageUp":
      return go({ row: Math.max(Math.min(row, 0), row - page) });
    case "PageDown":
      return go({ row: row + page });
    case "Home":
      return go(far ? { row: 0, column: 0 } : { column: 0 });
    case "End":
      return go(far ? last : { column: last.column });
    default:
      return undefined;
  }
}

function bounded(value: number, last: number): number {
  return Math.max(-1, Math.min(last, value));
}
