import type { Range, VirtualItem, Virtualizer } from "@tanstack/lit-virtual";
import type { MapView } from "./map-order";
import type { Cell } from "./same-cell";
import type { Place } from "./map-keys";

/** The indices in view and around it, and the one in the tab order wherever it is. */
export function withKept(range: Range, kept: number): number[] {
  const first = Math.max(0, range.startIndex - range.overscan);
  const last = Math.min(range.count - 1, range.endIndex + range.overscan);
  const indexes = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  if (kept >= 0 && kept < first) indexes.unshift(kept);
  if (kept > last && kept < range.count) indexes.push(kept);
  return indexes;
}

export const allOf = ({ count }: Range) => Array.from({ length: count }, (_, at) => at);

/** The items as they were, where nothing about them changed: rows need not be drawn again then. */
export function keptIfSame(
  before: readonly VirtualItem[],
  now: readonly VirtualItem[],
): readonly VirtualItem[] {
  const isSame =
    before.length === now.length &&
    now.every(({ index, start }, at) => before[at]!.index === index && before[at]!.start === start);
  return isSame ? before : now;
}

/** The first and the last line that is in view (from 1), or undefined where all are. */
export function inView(
  { scrollOffset, scrollRect, options }: Virtualizer<HTMLElement, HTMLElement>,
  head: number,
  size: number,
): [number, number] | undefined {
  const { count, horizontal } = options;
  const room = ((horizontal ? scrollRect?.width : scrollRect?.height) ?? 0) - head;
  const from = Math.floor((scrollOffset ?? 0) / size) + 1;
  const to = Math.min(count, Math.ceil(((scrollOffset ?? 0) + room) / size));
  return room <= 0 || (from <= 1 && to >= count) ? undefined : [from, to];
}

/** Where a cell of the grid is laid out; a cell that is filtered out gives its place to the first one. */
export function placeOf({ row, column }: Cell, { rows, columns }: MapView): Place {
  return {
    row: row < 0 ? -1 : Math.max(0, rows.indexOf(row)),
    column: column < 0 ? -1 : Math.max(0, columns.indexOf(column)),
  };
}

export function isSame(a: Cell, b: Cell): boolean {
  return a.row === b.row && a.column === b.column;
}

/** From which index to before which one a window of the map is drawn, a little more than what is in view. */
export function windowOf({ range, options }: Virtualizer<HTMLElement, HTMLElement>): [number, number] {
  if (!range) return [0, 0];
  const { overscan, count } = options;
  return [Math.max(0, range.startIndex - overscan), Math.min(count, range.endIndex + 1 + overscan)];
}
