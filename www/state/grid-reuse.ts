import type { GridResult } from "../engine/messages";
import type { ConditionColumn } from "./conditions";
import type { PromoterRow } from "./promoters";

interface KnownGrid extends GridResult {
  rows: PromoterRow[];
  columns: ConditionColumn[];
}

/** A part of a grid that is still to be computed: every row of it in every column of it. */
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
  const rowAt = new Map(before?.rows.map(({ sequence }, at) => [sequence, at]));
  const columnAt = new Map(before?.columns.map(({ values }, at) => [values, at]));
  const width = before?.columns.length ?? 0;
  const isKnownRow = rows.map(({ sequence }) => {
    const at = rowAt.get(sequence);
    return at !== undefined && before !== undefined && !Number.isNaN(before.responses[at * width]);
  });
  const isKnownColumn = columns.map(({ values }) => columnAt.has(values));
  if (before)
    rows.forEach(({ sequence }, row) => {
      const from = (rowAt.get(sequence) ?? 0) * width;
      columns.forEach(({ values }, column) => {
        if (!isKnownRow[row] || !isKnownColumn[column]) return;
        const [at, to] = [from + (columnAt.get(values) ?? 0), row * columns.length + column];
        result.responses[to] = before.responses[at] ?? NaN;
        result.spreads[to] = before.spreads[at] ?? NaN;
      });
    });
  const where = (known: boolean[], wanted: boolean) =>
    known.flatMap((isKnown, at) => (isKnown === wanted ? [at] : []));
  const everyColumn = columns.map((_, at) => at);
  const blocks = [
    { rows: where(isKnownRow, false), columns: everyColumn },
    { rows: where(isKnownRow, true), columns: where(isKnownColumn, false) },
  ];
  return { result, blocks: blocks.filter((block) => block.rows.length && block.columns.length) };
}

/** Puts a computed block where it belongs in a grid of `width` columns. */
export function placeBlock(whole: GridResult, block: Block, computed: GridResult, width: number): void {
  block.rows.forEach((row, r) =>
    block.columns.forEach((column, c) => {
      const [from, to] = [r * block.columns.length + c, row * width + column];
      whole.responses[to] = computed.responses[from] ?? NaN;
      whole.spreads[to] = computed.spreads[from] ?? NaN;
    }),
  );
}
