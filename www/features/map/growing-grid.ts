import type { Ask, GridResult } from "../../engine/messages";
import { sampleOf } from "../../engine/model-inputs";
import type { ConditionColumn } from "../conditions/conditions";
import { placeBlock, planGrid, putFirst, type Block, type KnownGrid } from "./grid-reuse";
import type { PromoterRow } from "../promoters/promoters";

/** Results on their way: what is known already, and the blocks that are still to come. */
export class GrowingGrid {
  readonly result: GridResult;
  blocks: Block[];
  /** Rows that were asked for out of their turn, which the block that they are in must not take back. */
  private readonly filled = new Map<number, GridResult>();

  constructor(
    before: KnownGrid | undefined,
    readonly rows: PromoterRow[],
    readonly columns: ConditionColumn[],
  ) {
    ({ result: this.result, blocks: this.blocks } = planGrid(before, rows, columns));
  }

  /** Cells that are still to come. */
  get pairs(): number {
    return this.blocks.reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0);
  }

  lead(row: number): void {
    this.blocks = putFirst(this.blocks, row);
  }

  lacks(row: number, column: number): boolean {
    return Number.isNaN(this.result.responses[row * this.columns.length + column]);
  }

  ask({ rows, columns }: Block): Ask<"grid"> {
    // The outputs of a condition come together.
    const own = columns
      .flatMap((column) => this.columns[column] ?? [])
      .filter(({ output = 0 }) => output === 0);
    return {
      samples: rows.flatMap((row) => this.rows[row] ?? []).map(sampleOf),
      conditions: concatenate(own.map(({ values }) => values)),
      conditionCount: own.length,
    };
  }

  /** What was computed of a block so far; the rest of it is NaN. */
  place(block: Block, computed: GridResult): void {
    placeBlock(this.result, block, computed, this.columns.length);
    for (const [row, known] of this.filled)
      placeBlock(this.result, this.blockOf(row), known, this.columns.length);
  }

  fill(row: number, computed: GridResult): void {
    this.filled.set(row, computed);
    placeBlock(this.result, this.blockOf(row), computed, this.columns.length);
  }

  /** A whole row. */
  blockOf(row: number): Block {
    return { rows: [row], columns: this.columns.map((_, at) => at) };
  }

  /** What is shown must not change under the drawing code. */
  copy(): GridResult {
    const { responses, spreads } = this.result;
    return { responses: responses.slice(), spreads: spreads.slice() };
  }
}

function concatenate(parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
