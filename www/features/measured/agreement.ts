import type { MeasuredTable } from "../../engine/messages";
import type { PresetFile } from "../../engine/model-files";
import type { Grid } from "../map/grid";
import { rNames } from "./source-columns";

/** Pearson's correlation and the number of pairs behind it; NaN where it has no meaning. */
export interface Agreement {
  r: number;
  n: number;
}

/** A line of the measured table beside the line of the grid that it belongs to. */
interface Pairing {
  measured: number;
  predicted: number;
}

export interface Match {
  rows: Pairing[];
  columns: Pairing[];
  rowsLeft: string[];
  columnsLeft: string[];
  repeated: string[];
}

export interface Comparison {
  all: Agreement;
  /** By the grid's rows and columns; undefined where nothing was measured. */
  rows: (Agreement | undefined)[];
  columns: (Agreement | undefined)[];
}

export interface Point {
  row: number;
  column: number;
  measured: number;
  predicted: number;
}

const leastPairs = 3;

/** What a preset goes by. */
export type PresetNames = Pick<PresetFile["conditions"][number], "id" | "name" | "sourceColumn">;

/**
 * Which rows and columns of a measured table are in the grid: by name, systematic name, preset id or the heading of the preset's source, upper or lower case.
 * What was assigned by hand (heading to condition) comes first.
 */
export function match(
  table: MeasuredTable,
  grid: Grid,
  presets: readonly PresetNames[],
  assigned: ReadonlyMap<string, string>,
): Match {
  const rows = new Map<string, number>();
  grid.rows.forEach(({ detail }, at) => detail && rows.set(plain(detail), at));
  for (let at = grid.rows.length - 1; at >= 0; at--) rows.set(plain(grid.rows[at]!.name), at);
  const columns = new Map(grid.columns.map(({ name }, at) => [plain(name), at]));
  for (const { id, name } of presets) {
    const at = columns.get(plain(name));
    if (at !== undefined && !columns.has(plain(id))) columns.set(plain(id), at);
  }
  // Where there is but one response, a table of one column means it, whatever it is called.
  const [only] = table.columns;
  if (grid.columns[0]?.isResponse && table.columns.length === 1 && only !== undefined)
    columns.set(plain(only), 0);
  const sources = new Map<string, number>();
  for (const { name, sourceColumn } of presets) {
    const at = columns.get(plain(name));
    if (at !== undefined && sourceColumn) sources.set(sourceColumn.toLowerCase(), at);
  }
  const ofSource = rNames(table.columns).map((name) => sources.get(name.toLowerCase()));
  const byHand = (name: string) => columns.get(plain(assigned.get(name) ?? ""));
  const repeated: string[] = [];
  const down = pair(table.rows, (name) => rows.get(plain(name)), repeated);
  const find = (name: string, at: number) => byHand(name) ?? columns.get(plain(name)) ?? ofSource[at];
  const across = pair(table.columns, find, repeated);
  return { rows: down.pairs, columns: across.pairs, rowsLeft: down.left, columnsLeft: across.left, repeated };
}

function pair(names: string[], find: (name: string, at: number) => number | undefined, repeated: string[]) {
  const pairs: Pairing[] = [];
  const left: string[] = [];
  const taken = new Set<number>();
  names.forEach((name, measured) => {
    const predicted = find(name, measured);
    if (predicted === undefined) left.push(name);
    else if (taken.has(predicted)) repeated.push(name);
    else {
      taken.add(predicted);
      pairs.push({ measured, predicted });
    }
  });
  return { pairs, left };
}

function plain(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

/** The correlations of all pairs, of each promoter over its conditions and of each condition over its promoters. */
export function compare(table: MeasuredTable, grid: Grid, { rows, columns }: Match): Comparison {
  const all = new Sums();
  const byRow = grid.rows.map((): Sums | undefined => undefined);
  const byColumn = grid.columns.map((): Sums | undefined => undefined);
  for (const { predicted: row, measured } of rows) {
    const values = valuesOf(table, measured);
    const ofRow = (byRow[row] = new Sums());
    for (const { predicted: column, measured: at } of columns) {
      const [x, y] = [values[at]!, grid.responses[row * grid.columns.length + column]!];
      const ofColumn = (byColumn[column] ??= new Sums());
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      all.add(x, y);
      ofRow.add(x, y);
      ofColumn.add(x, y);
    }
  }
  return {
    all: all.agreement(),
    rows: byRow.map((sums) => sums?.agreement()),
    columns: byColumn.map((sums) => sums?.agreement()),
  };
}

function valuesOf({ values, columns }: MeasuredTable, row: number): Float32Array {
  return values.subarray(row * columns.length, (row + 1) * columns.length);
}

/** Running means and products (Welford), so that large values with small differences lose nothing. */
class Sums {
  private n = 0;
  private x = 0;
  private y = 0;
  private xx = 0;
  private yy = 0;
  private xy = 0;

  add(x: number, y: number): void {
    this.n++;
    const [dx, dy] = [x - this.x, y - this.y];
    this.x += dx / this.n;
    this.y += dy / this.n;
    this.xx += dx * (x - this.x);
    this.yy += dy * (y - this.y);
    this.xy += dx * (y - this.y);
  }

  agreement(): Agreement {
    const { n, xx, yy, xy } = this;
    return { n, r: n >= leastPairs && xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN };
  }
}

/** Pairs to draw, at most so many, evenly picked; `only` keeps those of one row or column of the grid. */
export function points(
  table: MeasuredTable,
  grid: Grid,
  { rows, columns }: Match,
  most: number,
  only: { row?: number; column?: number } = {},
): Point[] {
  const down = rows.filter(({ predicted }) => only.row === undefined || predicted === only.row);
  const across = columns.filter(({ predicted }) => only.column === undefined || predicted === only.column);
  const count = down.length * across.length;
  const found: Point[] = [];
  for (let draw = 0; draw < Math.min(count, most); draw++) {
    // Steps of the golden ratio spread over rows and columns alike; a fixed step could fall into one column.
    const at = count <= most ? draw : Math.floor(((draw * 0.6180339887498949) % 1) * count);
    const row = down[Math.floor(at / across.length)]!;
    const column = across[at % across.length]!;
    const measured = valuesOf(table, row.measured)[column.measured]!;
    const predicted = grid.responses[row.predicted * grid.columns.length + column.predicted]!;
    if (!Number.isNaN(measured) && !Number.isNaN(predicted))
      found.push({ row: row.predicted, column: column.predicted, measured, predicted });
  }
  return found;
}
