import type { GridResult, Part } from "../../engine/messages";
import type { ConditionColumn } from "../conditions/conditions";
import type { PromoterRow } from "../promoters/promoters";

export interface KnownGrid extends GridResult {
  rows: PromoterRow[];
  columns: ConditionColumn[];
}

/** A part of a grid: every row of it in every column of it. */
export interface Block {
  rows: number[];
  columns: number[];
}

/**
 * What of new results an earlier grid has already (NaN elsewhere), and what is left: an edit of one promoter or condition leaves the others
 * alone. An earlier grid that had not grown to its end has holes anywhere, so every cell is looked at.
 */
export function planGrid(
  before: KnownGrid | undefined,
  rows: PromoterRow[],
  columns: ConditionColumn[],
): { result: GridResult; blocks: Block[] } {
  const width = columns.length;
  const size = rows.length * width;
  const result = { responses: new Float32Array(size).fill(NaN), spreads: new Float32Array(size).fill(NaN) };
  if (before) {
    const rowAt = new Map(before.rows.map((row, at) => [contentKey(row), at]));
    // The outputs of a condition stand side by side.
    const columnAt = new Map(before.columns.map(({ values, output = 0 }, at) => [values, at - output]));
    const oldRows = rows.map((row) => rowAt.get(contentKey(row)) ?? -1);
    const oldColumns = columns.map(
      ({ values, output = 0 }) => (columnAt.get(values) ?? -1 - output) + output,
    );
    const known = { rows: indices(oldRows, isKnown), columns: indices(oldColumns, isKnown) };
    copyBlock(result, width, known, before, before.columns.length, {
      rows: known.rows.map((row) => oldRows[row] ?? 0),
      columns: known.columns.map((column) => oldColumns[column] ?? 0),
    });
  }
  const all = columns.map((_, at) => at);
  const outputs = columns.reduce((most, { output = 0 }) => Math.max(most, output + 1), 1);
  // Rows that lack the same columns are computed together.
  const lacking = new Map<string, Block>();
  rows.forEach((_, row) => {
    const lacks = (column: number) => Number.isNaN(result.responses[row * width + column]);
    const missing = all.filter((column) => isLacking(lacks, column, columns[column]?.output, outputs));
    if (!missing.length) return;
    const key = missing.length === width ? "all" : missing.join();
    const block = lacking.get(key);
    if (block) block.rows.push(row);
    else lacking.set(key, { rows: [row], columns: missing });
  });
  return { result, blocks: [...lacking.values()] };
}

/** The same blocks, what is left of one row before all else. */
export function putFirst(blocks: Block[], row: number): Block[] {
  const at = blocks.findIndex(({ rows }) => rows.includes(row));
  const block = blocks[at];
  if (!block) return blocks;
  const rest = { ...block, rows: block.rows.filter((other) => other !== row) };
  return [{ ...block, rows: [row] }, ...blocks.slice(0, at), rest, ...blocks.slice(at + 1)].filter(
    ({ rows }) => rows.length,
  );
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

/** Whether a column is still to come, or another output of its condition is: they are computed together. */
function isLacking(lacks: (column: number) => boolean, column: number, output = 0, outputs = 1): boolean {
  for (let at = 0; at < outputs; at++) if (lacks(column - output + at)) return true;
  return false;
}

/** Numbers of parts that are no text, so that a row's content is told by one string. */
const partNumbers = new WeakMap<Float32Array, number>();
let lastNumber = 0;

/** What the engine reads of a row; the sequence alone where the model reads nothing else. */
function contentKey({ sequence, others }: PromoterRow): string {
  if (!others?.length) return sequence;
  const keyOf = (part: Part) => {
    if (typeof part === "string") return part;
    const number = partNumbers.get(part) ?? ++lastNumber;
    partNumbers.set(part, number);
    return String(number);
  };
  return [sequence, ...others.map(keyOf)].join(" ");
}

const isKnown = (at: number) => at >= 0;

function indices(list: number[], test: (value: number) => boolean): number[] {
  return list.flatMap((value, at) => (test(value) ? [at] : []));
}
