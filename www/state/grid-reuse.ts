import type { GridResult } from "../engine/messages";
import type { ConditionColumn } from "./conditions";
import type { PromoterRow } from "./promoters";

interface KnownGrid extends GridResult {
  rows: PromoterRow[];
  columns: ConditionColumn[];
}

/** A part of a grid: every row of it in every column of it. */
export interface Block {
  rows: number[];
  columns: number[];
}

/** What of new results an earlier grid has already (NaN elsewhere), and what is left: an edit of one promoter or condition leaves the others alone. */
export function planGrid(
  before: KnownGrid | undefined,
  rows: PromoterRow[],
  columns: ConditionColumn[],
): { result: GridResult; blocks: Block[] } {
  const size = rows.length * columns.length;
  const result = { responses: new Float32Array(size).fill(NaN), spreads: new Float32Array(size).fill(NaN) };
  const width = before?.columns.length ?? 0;
  const rowAt = new Map(before?.rows.map(({ sequence }, at) => [sequence, at]));
  const columnAt = new Map(before?.columns.map(({ values }, at) => [values, at]));
  // Where each row and column was; -1 where it is new, or is still to be computed.
  const oldRows = rows.map(({ sequence }) => {
    const at = rowAt.get(sequence) ?? -1;
    return at >= 0 && Number.isNaN(before?.responses[at * width]) ? -1 : at;
  });
  const oldColumns = columns.map(({ values }) => columnAt.get(values) ?? -1);
  const known = { rows: indices(oldRows, isKnown), columns: indices(oldColumns, isKnown) };
  if (before)
    copyBlock(result, columns.length, known, before, width, {
      rows: known.rows.map((row) => oldRows[row] ?? 0),
      columns: known.columns.map((column) => oldColumns[column] ?? 0),
    });
  const blocks = [
    { rows: indices(oldRows, isNew), columns: columns.map((_, at) => at) },
    { rows: known.rows, columns: indices(oldColumns, isNew) },
  ];
  return { result, blocks: blocks.filter((block) => block.rows.length && block.columns.length) };
}

/** Puts a computed block where it belongs in a grid of `width` columns. */
export function placeBlock(whole: GridResult, block: Block, computed: GridResult, width: number): void {
  const all = { rows: block.rows.map((_, at) => at), columns: block.columns.map((_, at) => at) };
  copyBlock(whole, width, block, computed, block.columns.length, all);
}

/** Copies `from` of one grid to `to` in another; whole rows at once, for a genome has a million cells. */
function copyBlock(
  target: GridResult,
  targetWidth: number,
  to: Block,
  source: GridResult,
  sourceWidth: number,
  from: Block,
): void {
  const isWhole = (columns: number[], width: number) =>
    columns.length === width && columns.every((column, at) => column === at);
  const byRow = isWhole(to.columns, targetWidth) && isWhole(from.columns, sourceWidth);
  for (let r = 0; r < to.rows.length; r++) {
    const [row, old] = [(to.rows[r] ?? 0) * targetWidth, (from.rows[r] ?? 0) * sourceWidth];
    if (byRow) {
      target.responses.set(source.responses.subarray(old, old + sourceWidth), row);
      target.spreads.set(source.spreads.subarray(old, old + sourceWidth), row);
      continue;
    }
    for (let c = 0; c < to.columns.length; c++) {
      const at = row + (to.columns[c] ?? 0);
      const oldAt = old + (from.columns[c] ?? 0);
      target.responses[at] = source.responses[oldAt] ?? NaN;
      target.spreads[at] = source.spreads[oldAt] ?? NaN;
    }
  }
}

const isKnown = (at: number) => at >= 0;
const isNew = (at: number) => at < 0;

function indices(list: number[], test: (value: number) => boolean): number[] {
  return list.flatMap((value, at) => (test(value) ? [at] : []));
}
