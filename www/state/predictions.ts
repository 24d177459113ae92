import type { Engine } from "../engine/engine";
import type { BackendName } from "../engine/messages";
import type { PartialTrack } from "../engine/parts";
import { isAbort } from "../engine/rpc";
import type { ConditionColumn } from "./conditions";
import { Latest } from "./latest";
import { describe } from "./message";
import { Observable } from "./observable";
import type { PromoterRow } from "./promoters";

export interface Grid {
  rows: PromoterRow[];
  columns: ConditionColumn[];
  responses: Float32Array;
  spreads: Float32Array;
  backend: BackendName;
  milliseconds: number;
}

export interface Track extends PartialTrack {
  row: PromoterRow;
  column: ConditionColumn;
  backend: BackendName;
  milliseconds: number;
  isComplete: boolean;
}

export interface Cell {
  row: number;
  column: number;
}

/** How a computation stands; the results of the one before stay visible until the new ones are there. */
export type Progress =
  | { state: "idle" }
  | { state: "running"; done: number; total: number }
  | { state: "cancelled" }
  | { state: "failed"; message: string };

/** Responses of every promoter in every condition, and the mutagenesis track of the chosen cell. */
export class Predictions extends Observable {
  grid: Grid | undefined;
  gridProgress: Progress = { state: "idle" };
  cell: Cell = { row: 0, column: 0 };
  track: Track | undefined;
  trackProgress: Progress = { state: "idle" };
  /** The position of the window that the visitor looks at: its surroundings are computed first. */
  focus: number | undefined;
  private readonly latestGrid = new Latest();
  private readonly latestTrack = new Latest();

  constructor(private readonly engine: Engine) {
    super();
  }

  async predict(rows: PromoterRow[], columns: ConditionColumn[]): Promise<void> {
    const signal = this.latestGrid.start();
    this.latestTrack.cancel();
    if (!rows.length || !columns.length) {
      Object.assign(this, { grid: undefined, track: undefined });
      this.gridProgress = this.trackProgress = { state: "idle" };
      this.changed();
      return;
    }
    const sequences = rows.map((row) => row.sequence);
    const conditions = concatenate(columns.map((column) => column.values));
    const start = performance.now();
    const report = (done: number, total: number) => {
      this.gridProgress = { state: "running", done, total };
      this.changed();
    };
    report(0, 0);
    try {
      const ask = { sequences, conditions, conditionCount: columns.length };
      const result = await this.engine.grid(ask, { signal, onProgress: report });
      const milliseconds = performance.now() - start;
      this.cell = this.sameCell(rows, columns);
      this.grid = { rows, columns, ...result, backend: this.engine.status.active, milliseconds };
      this.gridProgress = { state: "idle" };
      this.changed();
      void this.explain();
    } catch (reason) {
      // A newer prediction has taken over when this one's signal is no longer the latest.
      if (isAbort(reason)) return;
      this.gridProgress = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  select(cell: Cell): void {
    if (cell.row === this.cell.row && cell.column === this.cell.column && this.track) return;
    this.cell = cell;
    this.changed();
    void this.explain();
  }

  cancelGrid(): void {
    this.latestGrid.cancel();
    this.gridProgress = { state: "cancelled" };
    this.changed();
  }

  cancelTrack(): void {
    this.latestTrack.cancel();
    this.trackProgress = { state: "cancelled" };
    this.changed();
  }

  /** Computes the track of the chosen cell. */
  async explain(): Promise<void> {
    const signal = this.latestTrack.start();
    const row = this.grid?.rows[this.cell.row];
    const column = this.grid?.columns[this.cell.column];
    if (!row || !column) return;
    const start = performance.now();
    const keep = (result: PartialTrack, isComplete: boolean) => {
      const milliseconds = performance.now() - start;
      this.track = { ...result, row, column, backend: this.engine.status.active, milliseconds, isComplete };
      this.changed();
    };
    this.trackProgress = { state: "running", done: 0, total: 0 };
    this.changed();
    try {
      const ask = { sequence: row.sequence, condition: column.values };
      const grow = (result: PartialTrack) => {
        const done = result.computed.reduce((sum, base) => sum + base, 0);
        this.trackProgress = { state: "running", done, total: result.length };
        // What is drawn must not change under the drawing code, and the last part comes with the result.
        if (done < result.length) keep({ ...result, computed: result.computed.slice() }, false);
      };
      const result = await this.engine.mutagenesis(ask, this.focus, grow, signal);
      this.trackProgress = { state: "idle" };
      keep(result, true);
    } catch (reason) {
      if (isAbort(reason)) return;
      this.trackProgress = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  /** Where the chosen cell is in new results: the same promoter and condition if they are still there. */
  private sameCell(rows: PromoterRow[], columns: ConditionColumn[]): Cell {
    if (!this.grid) return { row: bounded(this.cell.row, rows), column: bounded(this.cell.column, columns) };
    const before = { row: this.grid.rows[this.cell.row], column: this.grid.columns[this.cell.column] };
    const row = rows.findIndex((other) => other.name === before.row?.name);
    const column = columns.findIndex((other) => other.name === before.column?.name);
    return { row: Math.max(0, row), column: Math.max(0, column) };
  }
}

function bounded(index: number, list: unknown[]): number {
  return index < list.length ? index : 0;
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
