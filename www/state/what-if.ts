import { strings } from "../strings";
import type { ConditionColumn } from "./conditions";
import { Observable } from "./observable";
import type { PromoterRow } from "./promoters";

type Levels = ReadonlyMap<number, number>;

/** Everything that was changed: sequences by the key of their promoter, TF levels (by index) by the key of their condition. */
export interface Edits {
  sequences: ReadonlyMap<string, string>;
  levels: ReadonlyMap<string, Levels>;
}

interface Step {
  edits: Edits;
  /** What was done, for the undo button. */
  label: string;
}

/** An edited promoter or condition stands beside what it was made of, under a key of its own. */
const mark = "*";
const noEdits: Edits = { sequences: new Map(), levels: new Map() };
const mostSteps = 500;

/** What-if: edited promoters and adjusted conditions, each as a further row or column, with undo and redo. */
export class WhatIf extends Observable {
  edits: Edits = noEdits;
  private past: Step[] = [];
  private future: Step[] = [];
  private merging: string | undefined;
  /** Values keep their identity while nothing about them changes, so that results can be reused. */
  private adjusted = new WeakMap<Float32Array, { levels: Levels; values: Float32Array }>();

  get undoLabel(): string | undefined {
    return this.past.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.future.at(-1)?.label;
  }

  /** The promoters with the edited ones behind those that they were made of. */
  rows(rows: PromoterRow[]): PromoterRow[] {
    return rows.flatMap((row) => {
      const sequence = this.edits.sequences.get(row.key);
      if (sequence === undefined || sequence === row.sequence) return [row];
      const [name, detail] = [strings.whatIf.edited(row.name), changesBetween(row.sequence, sequence)];
      return [row, { key: row.key + mark, name, detail, sequence, origin: row }];
    });
  }

  /** The conditions with the adjusted ones behind those that they were made of. */
  columns(columns: ConditionColumn[], tfName: (tf: number) => string): ConditionColumn[] {
    return columns.flatMap((column) => {
      const levels = this.edits.levels.get(column.key);
      if (!levels?.size) return [column];
      const names = [...levels.keys()].map(tfName);
      return [
        column,
        {
          key: column.key + mark,
          name: strings.whatIf.adjusted(column.name),
          detail: strings.whatIf.adjustedTfs(names),
          values: this.valuesOf(column.values, levels),
          origin: column,
        },
      ];
    });
  }

  /** Levels that were set in the condition that a column is, or is made of. */
  levelsOf(column: ConditionColumn): Levels {
    return this.edits.levels.get((column.origin ?? column).key) ?? new Map<number, number>();
  }

  /** Gives the promoter that a row is, or is made of, another sequence; its own takes the edit back. Returns the key of the row to look at. */
  editSequence(row: PromoterRow, sequence: string, label: string): string {
    const base = row.origin ?? row;
    const sequences = new Map(this.edits.sequences);
    if (sequence === base.sequence) sequences.delete(base.key);
    else sequences.set(base.key, sequence);
    this.push({ ...this.edits, sequences }, label);
    return sequence === base.sequence ? base.key : base.key + mark;
  }

  /**
   * Sets TF levels in the condition that a column is, or is made of; `undefined` takes a level back. Steps of one `gesture` (a slider that
   * is dragged) are one step of the history. Returns the key of the column to look at.
   */
  setLevels(
    column: ConditionColumn,
    levels: Iterable<[number, number | undefined]>,
    label: string,
    gesture?: string,
  ): string {
    const base = column.origin ?? column;
    const own = new Map(this.levelsOf(column));
    for (const [tf, level] of levels)
      if (level === undefined) own.delete(tf);
      else own.set(tf, level);
    const all = new Map(this.edits.levels);
    if (own.size) all.set(base.key, own);
    else all.delete(base.key);
    this.push({ ...this.edits, levels: all }, label, gesture);
    return own.size ? base.key + mark : base.key;
  }

  undo(): void {
    const step = this.past.pop();
    if (!step) return;
    this.future.push({ edits: this.edits, label: step.label });
    this.show(step.edits);
  }

  redo(): void {
    const step = this.future.pop();
    if (!step) return;
    this.past.push({ edits: this.edits, label: step.label });
    this.show(step.edits);
  }

  /** Takes every edit back, as a step that can be undone. */
  reset(): void {
    if (this.edits.sequences.size || this.edits.levels.size) this.push(noEdits, strings.whatIf.reset);
  }

  /** Shows edits from a link or a session, with a new history. */
  restore(edits: Edits = noEdits): void {
    this.past = [];
    this.future = [];
    this.show(edits);
  }

  private push(edits: Edits, label: string, gesture?: string): void {
    if (gesture === undefined || gesture !== this.merging) this.past.push({ edits: this.edits, label });
    if (this.past.length > mostSteps) this.past.shift();
    this.future = [];
    this.show(edits);
    this.merging = gesture;
  }

  private show(edits: Edits): void {
    this.edits = edits;
    this.merging = undefined;
    this.changed();
  }

  private valuesOf(base: Float32Array, levels: Levels): Float32Array {
    const known = this.adjusted.get(base);
    if (known?.levels === levels) return known.values;
    const values = base.slice();
    for (const [tf, level] of levels) values[tf] = level;
    this.adjusted.set(base, { levels, values });
    return values;
  }
}

/** The key of what a row or column of that key was made of. */
export function originKey(key: string): string {
  return key.endsWith(mark) ? key.slice(0, -mark.length) : key;
}

function changesBetween(before: string, after: string): string {
  if (before.length !== after.length) return strings.whatIf.lengthChange(after.length - before.length);
  let changed = 0;
  for (let at = 0; at < before.length; at++) changed += Number(before[at] !== after[at]);
  return strings.whatIf.basesChanged(changed);
}
