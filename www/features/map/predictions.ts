import type { GrowthOptions } from "../../engine/backends";
import type { EngineOwner } from "../../engine/engine";
import type { GridResult } from "../../engine/messages";
import { noSequence } from "../../engine/model-inputs";
import type { PartialTrack } from "../../engine/parts";
import { isAbort } from "../../engine/rpc";
import type { ConditionColumn } from "../conditions/conditions";
import { askOf, isSameColumn, isSamePlace } from "./columns";
import type { Block } from "./grid-reuse";
import { sameCell, type Cell } from "./same-cell";
import { GrowingGrid } from "./growing-grid";
import { afterPaint } from "../../state/after-paint";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import type { PromoterRow } from "../promoters/promoters";
import { lookedAt } from "../inputs/looked-at";
import { originKey } from "../bases/what-if";
import type { Progress } from "../../state/progress";
import type { Grid, Track } from "./grid";
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
  /** The input whose sequence the track is of; the first sequence where it is absent. */
  sequence: number | undefined;
  private trackIsShown = true;
  /** What the next results are to show, by their keys. */
  private wanted: { row?: string; column?: string } = {};
  /** A long grid that has not come to its end, and what puts it on show. */
  private growing: { grid: GrowingGrid; show: () => void } | undefined;
  private readonly latestGrid = new Latest();
  private readonly latestTrack = new Latest();

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  async predict(rows: PromoterRow[], columns: ConditionColumn[]): Promise<void> {
    const signal = this.latestGrid.start();
    this.latestTrack.cancel();
    if (!rows.length || !columns.length) {
      this.grid = this.track = this.growing = undefined;
      this.gridProgress = this.trackProgress = { state: "idle" };
      this.changed();
      return;
    }
    const start = performance.now();
    const { active } = this.bench.engine.status;
    const growing = new GrowingGrid(this.grid?.backend === active ? this.grid : undefined, rows, columns);
    const { row = this.chosen?.row.key, column = this.chosen?.column.key } = this.wanted;
    const cell = sameCell(this.grid, this.cell, { row, column }, rows, columns);
    // Behind a short grid the track is asked for when its responses are on screen: whoever types waits for these, and the track takes
    // all processors. The first prediction of a visit comes alone: nothing may delay it.
    const { pairs } = growing;
    const isLong = pairs > shortGrid;
    const isShort = this.grid !== undefined && !isLong;
    // The chosen cell never waits for a long grid: its row comes first, and its track before the rest.
    if (isLong) growing.lead(cell.row);
    const { blocks } = growing;
    const total = blocks.reduce((sum, block) => sum + block.rows.length, 0);
    let before = 0;
    const report = (done: number) => {
      this.gridProgress = { state: "running", done: before + done, total };
      this.changed();
    };
    report(0);
    const show = (isComplete: boolean) => {
      // A cell that was chosen while rows came in stays chosen.
      if (this.grid?.rows !== rows) this.cell = cell;
      this.wanted = {};
      const milliseconds = performance.now() - start;
      const values = isComplete ? growing.result : growing.copy();
      const { active: backend } = this.bench.engine.status;
      this.grid = { rows, columns, ...values, backend, milliseconds, isComplete };
      this.growing = isComplete ? undefined : { grid: growing, show: () => show(false) };
    };
    // A long grid shows its rows as they come, now and then.
    let shown = start;
    const grow = (block: Block, computed: GridResult) => {
      if (signal.aborted || performance.now() - shown < growEveryMs) return;
      shown = performance.now();
      growing.place(block, computed);
      show(false);
      this.changed();
    };
    let isExplained = false;
    const explainEarly = () => {
      isExplained = true;
      show(false);
      this.changed();
      void this.explain();
    };
    try {
      if (isLong && !growing.lacks(cell.row, cell.column)) explainEarly();
      for (const [at, block] of blocks.entries()) {
        const hadCell = !growing.lacks(cell.row, cell.column);
        const answer = this.bench.engine.grid(
          growing.ask(block),
          { signal, onProgress: report },
          (computed) => grow(block, computed),
        );
        if (isShort && at === blocks.length - 1) {
          const onScreen = answer.then(afterPaint, () => undefined);
          void this.explain(rows[cell.row], columns[cell.column], onScreen);
        }
        growing.place(block, await answer);
        before += block.rows.length;
        if (isLong && !hadCell && before < total && !growing.lacks(cell.row, cell.column)) explainEarly();
      }
      show(true);
      this.gridProgress = { state: "idle" };
      this.changed();
      if (!isExplained && (!isShort || !blocks.length)) void this.explain(undefined, undefined, afterPaint());
    } catch (reason) {
      // A newer prediction has taken over when this one's signal is no longer the latest.
      if (isAbort(reason)) return;
      this.gridProgress = failure(reason);
      this.changed();
    }
  }

  /** The next results choose this promoter or condition, if it is among them. */
  follow(wanted: { row?: string; column?: string }): void {
    this.wanted = { ...this.wanted, ...wanted };
  }

  get chosen(): { row: PromoterRow; column: ConditionColumn } | undefined {
    const [row, column] = [this.grid?.rows[this.cell.row], this.grid?.columns[this.cell.column]];
    return row && column && { row, column };
  }

  select(cell: Cell): void {
    if (cell.row === this.cell.row && cell.column === this.cell.column && this.track) return;
    this.cell = cell;
    this.changed();
    void this.explain();
    void this.fill(cell);
  }

  /** Of a row that is still to come in a long grid, the values are computed when one of them is chosen. */
  private async fill({ row, column }: Cell): Promise<void> {
    const { growing } = this;
    if (!growing?.grid.lacks(row, column)) return;
    const { grid, show } = growing;
    // What goes wrong here is said by the grid, which asks for the same.
    const answer = await this.bench.engine.grid(grid.ask(grid.blockOf(row))).catch(() => undefined);
    if (!answer || this.growing?.grid !== grid) return;
    grid.fill(row, answer);
    show();
    this.changed();
  }

  /** Another model has other results: nothing of these stays, and nothing goes on. */
  clear(): void {
    this.latestGrid.cancel();
    this.latestTrack.cancel();
    this.grid = this.track = this.focus = this.sequence = this.growing = undefined;
    this.gridProgress = this.trackProgress = { state: "idle" };
    this.changed();
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

  /** A track that nobody sees is not computed: it would keep the responses waiting. */
  showTrack(isShown: boolean): void {
    this.trackIsShown = isShown;
    const { track, chosen } = this;
    const isCurrent = track?.isComplete && track.row === this.lookedAt && track.column === chosen?.column;
    if (!isShown || !isCurrent) void this.explain();
  }

  /** The chosen row by the sequence that is looked at. */
  get lookedAt(): PromoterRow | undefined {
    const { chosen } = this;
    return chosen && lookedAt(chosen.row, this.sequence);
  }

  /** Looks at another of the model's sequences. */
  lookAt(sequence: number): void {
    this.sequence = sequence;
    this.focus = undefined;
    this.changed();
    void this.explain();
  }

  /** Computes the track of the chosen cell, once it may. */
  async explain(
    chosen = this.grid?.rows[this.cell.row],
    column = this.grid?.columns[this.cell.column],
    mayBegin?: Promise<void>,
  ): Promise<void> {
    const signal = this.latestTrack.start();
    const row = chosen && lookedAt(chosen, this.sequence);
    if (!this.trackIsShown) this.trackProgress = { state: "idle" };
    if (!row || !column || !this.trackIsShown || row.input === noSequence) return;
    const { track } = this;
    const { active } = this.bench.engine.status;
    if (track?.isComplete && track.backend === active && isSamePlace(track, { row, column })) {
      // What has another name or place now is still the same.
      this.track = { ...track, row, column };
      this.trackProgress = { state: "idle" };
      return this.changed();
    }
    const start = performance.now();
    const keep = (result: PartialTrack, isComplete: boolean) => {
      const milliseconds = performance.now() - start;
      this.track = {
        ...result,
        row,
        column,
        backend: this.bench.engine.status.active,
        milliseconds,
        isComplete,
      };
      performance.clearMarks("cisight:track-part");
      performance.mark("cisight:track-part");
      this.changed();
    };
    this.trackProgress = { state: "running", done: 0, total: 0 };
    this.changed();
    await mayBegin;
    if (signal.aborted) return;
    try {
      const ask = askOf({ row, column });
      const grow = (result: PartialTrack) => {
        const done = result.computed.reduce((sum, base) => sum + base, 0);
        this.trackProgress = { state: "running", done, total: result.length };
        // What is drawn must not change under the drawing code, and the last part comes with the result.
        if (done < result.length) keep({ ...result, computed: result.computed.slice() }, false);
      };
      const growth = { ...this.growth(row, column), isUrgent: true };
      const result = await this.bench.engine.mutagenesis(ask, growth, grow, signal);
      this.trackProgress = { state: "idle" };
      keep(result, true);
    } catch (reason) {
      if (isAbort(reason)) return;
      this.trackProgress = failure(reason);
      this.changed();
    }
  }

  /** After an edit the surroundings of the edited base come first, and the track before it stands in for the rest. */
  private growth(row: PromoterRow, column: ConditionColumn): GrowthOptions {
    const { track } = this;
    const isEdit =
      track !== undefined &&
      originKey(track.row.key) === originKey(row.key) &&
      track.row.input === row.input &&
      isSameColumn(track.column, column);
    if (!isEdit) return { focus: this.focus };
    const edited = editedBase(track.row.sequence, row.sequence);
    const window = track.offset + track.length;
    const focus = edited === undefined ? this.focus : window + edited;
    // Bases that moved have no track to stand in for theirs.
    return track.row.sequence.length === row.sequence.length ? { focus, before: track } : { focus };
  }
}

/** The first base, from the right, in which two promoters differ. */
function editedBase(before: string, after: string): number | undefined {
  for (let at = 1; at <= Math.min(before.length, after.length); at++)
    if (before.at(-at) !== after.at(-at)) return -at;
  return undefined;
}
