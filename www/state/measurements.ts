import { isAbort } from "../engine/rpc";
import { strings } from "../strings";
import { compare, match, type Comparison, type Match } from "./agreement";
import { Latest, pause, readingDelay } from "./latest";
import { readMeasured, type MeasuredTable } from "./measured";
import { describe, error, note, type Message } from "./message";
import { Observable } from "./observable";
import type { Grid, Progress } from "./predictions";

export interface Compared extends Comparison {
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
  private memo: { grid: Grid; table: MeasuredTable; compared: Compared } | undefined;
  private readonly latest = new Latest();

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
    const report = (done: number, total: number) => {
      this.reading = { state: "running", done, total };
      this.changed();
    };
    try {
      await pause(readingDelay(text), signal);
      report(0, text.length);
      this.table = await readMeasured(text, signal, report);
    } catch (reason) {
      if (isAbort(reason)) return;
      this.errors = [error(describe(reason))];
    }
    this.reading = { state: "idle" };
    this.changed();
  }

  cancel(): void {
    this.latest.cancel();
    this.reading = { state: "cancelled" };
    this.changed();
  }

  messages(compared: Compared | undefined): Message[] {
    return compared?.messages ?? this.errors;
  }

  /** How the measurements compare with a grid; undefined while there are none. */
  with(grid: Grid | undefined, presets: readonly { id: string; name: string }[]): Compared | undefined {
    const { table, memo } = this;
    if (!table || !grid) return undefined;
    if (memo?.grid === grid && memo.table === table) return memo.compared;
    const matched = match(table, grid, presets);
    const compared = {
      ...compare(table, grid, matched),
      ...{ table, grid, match: matched, messages: report(table, matched, grid) },
    };
    this.memo = { grid, table, compared };
    return compared;
  }
}

function report(
  table: MeasuredTable,
  { rows, columns, rowsLeft, columnsLeft, repeated }: Match,
  grid: Grid,
): Message[] {
  const { measured } = strings;
  const isAlone = grid.columns[0]?.isResponse ?? false;
  if (!rows.length) return [error(measured.noRowMatches(table.rows))];
  if (!columns.length) return [error(measured.noColumnMatches(table.columns))];
  return [
    note(
      isAlone
        ? measured.matchedRows(rows.length, table.rows.length)
        : measured.matched(rows.length, table.rows.length, columns.length, table.columns.length),
    ),
    ...(rowsLeft.length ? [note(measured.rowsLeft(rowsLeft))] : []),
    ...(columnsLeft.length ? [note(measured.columnsLeft(columnsLeft))] : []),
    ...(repeated.length ? [note(measured.repeated(repeated))] : []),
  ];
}
