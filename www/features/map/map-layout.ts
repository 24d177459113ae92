import type { Grid } from "./grid";
import { fittedName, linesOf, piecesOf, type Measure } from "./head-text";

export type CellKind = "values" | "colours";

/** Columns from which on numbers would only be scrolled past. */
export const mostValueColumns = 12;

/** Sizes in CSS pixels; `rem` follows the visitor's font size. */
export interface MapLayout {
  kind: CellKind;
  cellWidth: number;
  cellHeight: number;
  headWidth: number;
  headHeight: number;
  /** Lines of a column's name. */
  headLines: number;
  /** The columns' names as there is room for them. */
  heads: readonly string[];
}

/** What a map is laid out for. */
export interface SheetSize {
  /** CSS pixels across. */
  width: number;
  rem: number;
  /** How wide the columns' names come out. */
  measure: Measure;
  /** On paper columns are narrow, so that more of them fit. */
  isPrinted: boolean;
}

/** Widths of what is written, roughly: the browser cuts off what is longer. */
const nameCharacter = 0.5;
const mostLines = 6;
/** Of a column's name in numbers and in colours, in rem; what the styles say. */
const valueLine = 1.0625;
const colourLine = 0.875;
/** Font sizes that names are measured and written in, in rem. */
export const headFont = { values: "600 0.8125", colours: "500 0.6875" } as const;

export function layOut(grid: Grid, kind: CellKind, sheet: SheetSize): MapLayout {
  const { width: available, rem } = sheet;
  const isMap = kind === "colours";
  const longestName = longest(
    grid.rows,
    ({ name, detail }) =>
      Math.max(name.length, isMap ? 0 : detail.length) + (isMap && detail ? detail.length + 1 : 0),
  );
  // On a phone a larger share: the end of "HSP12 (edited)" tells it from its original.
  const share = Math.max(0.28 * available, Math.min(0.44 * available, 8.5 * rem));
  const mostHead = Math.max(5.5 * rem, Math.min(14 * rem, share));
  const headWidth = Math.round(
    Math.min(mostHead, Math.max(5.5 * rem, (longestName * nameCharacter + 1.5) * rem)),
  );
  const room = (available - headWidth - 2) / Math.max(1, grid.columns.length);
  const names = grid.columns.map(({ name }) => name);
  const layOutHeads = isMap ? colourHeads : valueHeads;
  return { kind, headWidth, ...layOutHeads(names, room, sheet, grid) };
}

type HeadingSizes = Omit<MapLayout, "kind" | "headWidth">;

function colourHeads(names: string[], room: number, { width, rem, measure }: SheetSize): HeadingSizes {
  const cellWidth = Math.floor(Math.max(1.125 * rem, Math.min(2.5 * rem, room)));
  const lines = Math.max(1, Math.floor(cellWidth / (colourLine * rem)));
  const most = (width < 40 * rem ? 11 : 18) * rem;
  // The lowest head that has room for every name; beyond the highest one names lose their middle.
  let length = 4 * rem;
  const fitsAll = () => names.every((name) => linesOf(name, length, measure) <= lines);
  while (length < most && !fitsAll()) length = Math.min(most, length + 0.5 * rem);
  return {
    cellWidth,
    cellHeight: Math.round(1.25 * rem),
    headHeight: Math.round(length + 0.75 * rem),
    headLines: lines,
    heads: names.map((name) => fittedName(name, (text) => linesOf(text, length, measure) <= lines)),
  };
}

function valueHeads(
  names: string[],
  room: number,
  { rem, measure, isPrinted }: SheetSize,
  { columns }: Grid,
): HeadingSizes {
  const padding = (isPrinted ? 0.5 : 1.25) * rem;
  const longestPiece = longest(names.flatMap(piecesOf), (piece) => measure(piece.trimEnd()));
  // Words stay whole where that does not take too much room.
  const wanted = Math.min((isPrinted ? 8 : 12) * rem, Math.ceil(longestPiece + padding + 1));
  const least = (isPrinted ? 7 : 8) * rem;
  const cellWidth = Math.floor(Math.max(least, wanted, Math.min(11 * rem, room)));
  const width = cellWidth - padding;
  const lines = Math.min(
    mostLines,
    longest(names, (name) => linesOf(name, width, measure)),
  );
  const details = columns.some(({ detail }) => detail) ? 1 : 0;
  return {
    cellWidth,
    // Two lines: a name and its detail, a value and where it is measured.
    cellHeight: Math.round(2.75 * rem),
    headHeight: Math.round((lines * valueLine + details + 1.125) * rem),
    headLines: lines,
    heads: names.map((name) => fittedName(name, (text) => linesOf(text, width, measure) <= lines)),
  };
}

function longest<Item>(items: readonly Item[], length: (item: Item) => number): number {
  return items.reduce((most, item) => Math.max(most, length(item)), 0);
}
