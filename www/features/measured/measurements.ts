import type { EngineOwner } from "../../engine/engine";
import type { MeasuredTable } from "../../engine/messages";
import { isAbort } from "../../engine/rpc";
import { compare, match, type Comparison, type Match, type PresetNames } from "./agreement";
import { Latest, pause, readingDelay } from "../../state/latest";
import { error, failed, note, noted, refused, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import type { Grid } from "../map/grid";
import type { Progress } from "../../state/progress";

export interface MeasuredComparison extends Comparison {
  table: MeasuredTable;
  grid: Grid;
  match: Match;
  messages: Message[];
}

/** The visitor's measurements, and how the predictions on show agree with them. */
export class Measurements extends Observable {
  text = "";
  reading: Progress = { state: "idle" };
  private errors: Message[] = [];
  private table: MeasuredTable | undefined;
  /** Headings that fit no condition by themselves, and the condition that was chosen for each. */
  private assigned = new Map<string, string>();
  private memo:
    { grid: Grid; table: MeasuredTable; assigned: unknown; compared: MeasuredComparison } | undefined;
  private readonly latest = new Latest();

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  get chosenByHand(): ReadonlyMap<string, string> {
    return this.assigned;
  }

  /** Says which condition a column of the table belongs to; none where that is empty. */
  assign(column: string, condition: string): void {
    this.assigned = new Map(this.assigned);
    if (condition) this.assigned.set(column, condition);
    else this.assigned.delete(column);
    this.changed();
  }

  async setText(text: string): Promise<void> {
    this.text = text;
    const signal = this.latest.start();
    this.errors = [];
    this.table = undefined;
    if (!text.trim()) {
      this.reading = { state: "idle" };
      this.changed();
      return;
    }
    try {
      await pause(readingDelay(text), signal);
      this.reading = { state: "running", done: 0, total: 0 };
      this.changed();
      this.table = await this.bench.engine.readTable(text, { signal });
    } catch (reason) {
      if (isAbort(reason)) return;
      this.errors = [failed(reason)];
    }
    this.reading = { state: "idle" };
    this.changed();
  }

  cancel(): void {
    this.latest.cancel();
    this.reading = { state: "cancelled" };
    this.changed();
  }

  messages(compared: MeasuredComparison | undefined): Message[] {
    return compared?.messages ?? this.errors;
  }

  /** How the measurements compare with a grid; undefined while there are none. */
  with(grid: Grid | undefined, presets: readonly PresetNames[]): MeasuredComparison | undefined {
    const { table, memo, assigned } = this;
    if (!table || !grid) return undefined;
    if (memo?.grid === grid && memo.table === table && memo.assigned === assigned) return memo.compared;
    const matched = match(table, grid, presets, assigned);
    const compared = {
      ...compare(table, grid, matched),
      ...{ table, grid, match: matched, messages: report(table, matched, grid) },
    };
    this.memo = { grid, table, assigned, compared };
    return compared;
  }
}

function report(
  table: MeasuredTable,
  { rows, columns, rowsLeft, columnsLeft, repeated }: Match,
  grid: Grid,
): Message[] {
  const isAlone = grid.columns[0]?.isResponse ?? false;
  // Rows of no promoter do no harm, whatever stands in them.
  const used = new Set(rows.map((pairing) => pairing.measured));
  const fault = table.faults[table.faulty.findIndex((row) => used.has(row))];
  if (fault) return [refused(fault)];
  if (!rows.length) return [error("measured.no-row", { names: table.rows })];
  if (!columns.length) return [error("measured.no-column", { names: table.columns })];
  const counts = { rows: rows.length, allRows: table.rows.length };
  const [taken, allColumns] = [columns.length, table.columns.length];
  return [
    isAlone
      ? note("measured.matched-rows", counts)
      : note("measured.matched", { ...counts, columns: taken, allColumns }),
    ...table.notes.map(noted),
    ...(rowsLeft.length ? [note("measured.rows-left", { names: rowsLeft })] : []),
    ...(columnsLeft.length ? [note("measured.columns-left", { names: columnsLeft })] : []),
    ...(repeated.length ? [note("measured.repeated", { names: repeated })] : []),
  ];
}
