import type { Grid } from "../state/predictions";

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
  /** Characters of a condition's name for which a rotated head has room. */
  headCharacters: number;
}

/** Widths of what is written, roughly: the browser cuts off what is longer. */
const nameCharacter = 0.5;
const rotatedCharacter = 0.36;

export function layOut(grid: Grid, kind: CellKind, available: number, rem: number): MapLayout {
  const isMap = kind === "colours";
  const longestName = longest(
    grid.rows,
    ({ name, detail }) =>
      Math.max(name.length, isMap ? 0 : detail.length) + (isMap && detail ? detail.length + 1 : 0),
  );
  const mostHead = Math.max(5.5 * rem, Math.min(14 * rem, 0.28 * available));
  const headWidth = Math.round(
    Math.min(mostHead, Math.max(5.5 * rem, (longestName * nameCharacter + 1.5) * rem)),
  );
  const room = (available - headWidth - 2) / Math.max(1, grid.columns.length);
  const longestColumn = longest(grid.columns, ({ name }) => name.length);
  const common = { kind, headWidth };
  if (isMap) {
    const characters = Math.min(longestColumn, available < 40 * rem ? 26 : 36);
    return {
      ...common,
      cellWidth: Math.floor(Math.max(1.125 * rem, Math.min(2.5 * rem, room))),
      cellHeight: Math.round(1.25 * rem),
      headHeight: Math.round((characters * rotatedCharacter + 0.75) * rem),
      headCharacters: characters,
    };
  }
  const cellWidth = Math.floor(Math.max(7.5 * rem, Math.min(11 * rem, room)));
  const lines = Math.min(3, Math.ceil((longestColumn * 0.46 * rem) / (cellWidth - 1.25 * rem)));
  const hasDetails = grid.rows.some(({ detail }) => detail);
  return {
    ...common,
    cellWidth,
    cellHeight: Math.round((hasDetails ? 2.75 : 2) * rem),
    headHeight: Math.round((lines * 1.0625 + 2.125) * rem),
    headCharacters: Infinity,
  };
}

function longest<Item>(items: readonly Item[], length: (item: Item) => number): number {
  return items.reduce((most, item) => Math.max(most, length(item)), 0);
}

/** A long name with its middle left out: what tells conditions of one series apart stands at the end. */
export function shortened(name: string, characters: number): string {
  if (name.length <= characters) return name;
  const end = Math.floor(characters * 0.38);
  return `${name.slice(0, characters - end - 1).trimEnd()}…${name.slice(-end).trimStart()}`;
}
