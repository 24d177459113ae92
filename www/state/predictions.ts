import type { Growth } from "../engine/backends";
import type { Engine } from "../engine/engine";
import type { BackendName, GridResult } from "../engine/messages";
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
  /** False while rows are still to come (NaN). */
  isComplete: boolean;
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

/** Pairs that are predicted in no time. */
const shortGrid = 200;
/** Often enough to watch a grid grow, seldom enough not to slow it down. */
const growEveryMs = 1000;

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
    const conditions = concatenate(columns.map((column) => column.values));
    const start = performance.now();
    const report = (done: number, total: number) => {
      this.gridProgress = { state: "running", done, total };
      this.changed();
    };
    report(0, 0);
    try {
      const { known, missing } = this.alreadyKnown(rows, columns);
      const ask = {
        sequences: missing.map((row) => rows[row]!.sequence),
        conditions,
        conditionCount: columns.length,
      };
      const cell = this.sameCell(rows, columns);
      const show = (computed: GridResult, isComplete: boolean) => {
        const result = placeRows(known, missing, computed, columns.length);
        const milliseconds = performance.now() - start;
        // A cell that was chosen while rows came in stays chosen.
        if (this.grid?.rows !== rows) this.cell = cell;
        this.grid = {
          rows,
          columns,
          ...result,
          backend: this.engine.status.active,
          milliseconds,
          isComplete,
        };
      };
      // A long grid shows its rows as they come, now and then.
      let shown = start;
      const grow = (computed: GridResult) => {
        if (signal.aborted || performance.now() - shown < growEveryMs) return;
        shown = performance.now();
        show(computed, false);
        this.changed();
      };
      const answer = this.engine.grid(ask, { signal, onProgress: report }, grow);
      // Behind a short grid the track is asked for at once, so that it follows an edit without a detour over the page.
      // The first prediction of a visit comes alone: nothing may delay it.
      const isShort = this.grid !== undefined && missing.length * columns.length <= shortGrid;
      if (isShort) void this.explain(rows[cell.row], columns[cell.column]);
      show(await answer, true);
      this.gridProgress = { state: "idle" };
      this.changed();
      if (!isShort) void this.explain();
    } catch (reason) {
      // A newer prediction has taken over when this one's signal is no longer the latest.
      if (isAbort(reason)) return;
      this.gridProgress = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  /** Rows that the grid on show has in the same conditions are taken from it: an edit of one promoter leaves the others alone. */
  private alreadyKnown(rows: PromoterRow[], columns: ConditionColumn[]) {
    const width = columns.length;
    const known: GridResult = {
      responses: new Float32Array(rows.length * width),
      spreads: new Float32Array(rows.length * width),
    };
    const { grid } = this;
    const isSame =
      grid?.backend === this.engine.status.active &&
      grid.columns.length === width &&
      grid.columns.every(({ values }, at) => values === columns[at]!.values);
    const before = new Map(isSame ? grid.rows.map((row, at) => [row.sequence, at]) : []);
    const missing: number[] = [];
    rows.forEach(({ sequence }, row) => {
      const at = before.get(sequence);
      if (at === undefined || !grid || Number.isNaN(grid.responses[at * width])) return missing.push(row);
      known.responses.set(grid.responses.subarray(at * width, (at + 1) * width), row * width);
      known.spreads.set(grid.spreads.subarray(at * width, (at + 1) * width), row * width);
      return;
    });
    return { known, missing };
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
  async explain(
    row = this.grid?.rows[this.cell.row],
    column = this.grid?.columns[this.cell.column],
  ): Promise<void> {
    const signal = this.latestTrack.start();
    if (!row || !column) return;
    const start = performance.now();
    const keep = (result: PartialTrack, isComplete: boolean) => {
      const milliseconds = performance.now() - start;
      this.track = { ...result, row, column, backend: this.engine.status.active, milliseconds, isComplete };
      performance.clearMarks("cisight:track-part");
      performance.mark("cisight:track-part");
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
      const result = await this.engine.mutagenesis(ask, this.growth(row, column), grow, signal);
      this.trackProgress = { state: "idle" };
      keep(result, true);
    } catch (reason) {
      if (isAbort(reason)) return;
      this.trackProgress = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  /** After an edit the surroundings of the edited base come first, and the track before it stands in for the rest. */
  private growth(row: PromoterRow, column: ConditionColumn): Growth {
    const { track } = this;
    const isEdit =
      track?.row.name === row.name &&
      track.column.values === column.values &&
      track.row.sequence.length === row.sequence.length;
    if (!isEdit) return { focus: this.focus };
    const edited = editedBase(track.row.sequence, row.sequence);
    const window = track.offset + track.length;
    return { focus: edited === undefined ? this.focus : window + edited, before: track };
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

/** Puts computed rows where they belong. */
function placeRows(known: GridResult, rows: number[], computed: GridResult, width: number): GridResult {
  rows.forEach((row, at) => {
    known.responses.set(computed.responses.subarray(at * width, (at + 1) * width), row * width);
    known.spreads.set(computed.spreads.subarray(at * width, (at + 1) * width), row * width);
  });
  return known;
}

/** The first base, from the right, in which two promoters of one length differ. */
function editedBase(before: string, after: string): number | undefined {
  for (let at = 1; at <= before.length; at++) if (before.at(-at) !== after.at(-at)) return -at;
  return undefined;
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
