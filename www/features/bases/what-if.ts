import type { Part } from "../../engine/messages";
import { lookedAt, partsOf, promoterIdentity, withParts } from "../inputs/looked-at";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { ofLevels, ofText } from "../../state/fingerprint";
import { History, type Step } from "./history";
import { bound, named } from "../../state/identity";
import type { Inputs } from "../../app/inputs";
import { note, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import type { PromoterRow } from "../promoters/promoters";

export type Levels = ReadonlyMap<number, number>;

/** Everything that was changed, by the identity of what it was changed in: sequences of promoters, TF levels (by index) of conditions. */
export interface Edits {
  sequences: ReadonlyMap<string, string>;
  levels: ReadonlyMap<string, Levels>;
}

/** How it was at a step of the history. */
export interface EditState {
  edits: Edits;
  /** Where the step took away what an edit was made in: what there was then. */
  inputs?: Inputs;
}

/** What stands behind edits at the moment. */
interface Bases {
  rows: PromoterRow[];
  columns: ConditionColumn[];
  inputs: Inputs;
}

/** An edited promoter or condition stands beside what it was made of, under a key of its own. */
const mark = "*";
const noEdits: Edits = { sequences: new Map(), levels: new Map() };
const noLevels: Levels = new Map<number, number>();

/** What-if: edited promoters and adjusted conditions, each as a further row or column, with undo and redo. */
export class WhatIf extends Observable {
  edits: Edits = noEdits;
  readonly history = new History<EditState>();
  /** Names of what edits were made in and is not there any more. */
  readonly aside = new Map<string, string>();
  /** Names of what edits were made in and is there. */
  private present = new Map<string, string>();
  private inputs: Inputs | undefined;
  /** Values keep their identity while nothing about them changes, so that results can be reused. */
  private adjusted = new WeakMap<Float32Array, { levels: Levels; values: Float32Array }>();

  /** @param setInputs - brings back what was chosen and typed at a step of the history. */
  constructor(private readonly setInputs: (inputs: Inputs) => void) {
    super();
  }

  /** The promoters with the edited ones behind those that they were made of. */
  rows(rows: PromoterRow[]): PromoterRow[] {
    return rows.flatMap((row) => {
      const parts = this.partsOf(row);
      if (!parts) return [row];
      const { sequence, others } = withParts(row, parts);
      const [name, detail] = [
        strings.whatIf.edited(row.name),
        changesBetween(textOf(partsOf(row)), textOf(parts)),
      ];
      const identity = named("edited", () => ofText(textOf(parts)));
      const made = { key: row.key + mark, name, detail, sequence, identity, origin: row };
      const { place, ...kept } = row;
      // Once bases came or went, positions are no longer the genome's.
      const stays = place && sequence.length === row.sequence.length;
      return [row, { ...kept, ...(others && { others }), ...(stays && { place }), ...made }];
    });
  }

  /** The conditions with the adjusted ones behind those that they were made of. */
  columns(columns: ConditionColumn[], tfName: (tf: number) => string): ConditionColumn[] {
    return columns.flatMap((column) => {
      const levels = this.levelsOf(column);
      if (!levels.size) return [column];
      const names = [...levels.keys()].map(tfName);
      const values = this.valuesOf(column.values, levels);
      return [
        column,
        {
          key: column.key + mark,
          name: strings.whatIf.adjusted(column.name),
          detail: strings.whatIf.adjustedTfs(names),
          values,
          identity: named("adjusted", () => ofLevels(values)),
          origin: column,
        },
      ];
    });
  }

  /** Levels that were set in the condition that a column is, or is made of. */
  levelsOf(column: ConditionColumn): Levels {
    const { levels } = this.edits;
    return (levels.size ? levels.get((column.origin ?? column).identity()) : undefined) ?? noLevels;
  }

  /** What the promoter that a row is, or is made of, was made into. */
  sequenceOf(row: PromoterRow): string {
    const base = row.origin ?? row;
    const { sequences } = this.edits;
    return (sequences.size ? sequences.get(base.identity()) : undefined) ?? base.sequence;
  }

  /** What the model reads of a row with its edits, of whichever of its sequences; nothing where it has none. */
  private partsOf(row: PromoterRow): Part[] | undefined {
    if (!this.edits.sequences.size) return undefined;
    const own = row.sequences ?? [{ input: row.input ?? 0 }];
    const parts = partsOf(row);
    let isEdited = false;
    for (const { input } of own) {
      const sequence = this.sequenceOf(lookedAt(row, input));
      isEdited ||= sequence !== parts[input];
      parts[input] = sequence;
    }
    return isEdited ? parts : undefined;
  }

  /** Gives the promoter that a row is, or is made of, another sequence; its own takes the edit back. Returns the key of the row to look at. */
  editSequence(row: PromoterRow, sequence: string, label: string): string {
    const base = row.origin ?? row;
    const sequences = new Map(this.edits.sequences);
    if (sequence === base.sequence) sequences.delete(base.identity());
    else sequences.set(base.identity(), sequence);
    this.push({ ...this.edits, sequences }, label);
    const promoter = promoterIdentity(base.identity());
    const isEdited = [...sequences.keys()].some((identity) => promoterIdentity(identity) === promoter);
    return isEdited ? base.key + mark : base.key;
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
    if (own.size) all.set(base.identity(), own);
    else all.delete(base.identity());
    this.push({ ...this.edits, levels: all }, label, gesture);
    return own.size ? base.key + mark : base.key;
  }

  undo(): void {
    this.move("undo");
  }

  redo(): void {
    this.move("redo");
  }

  /** Takes every edit back, as a step that can be undone. */
  reset(): void {
    if (this.edits.sequences.size || this.edits.levels.size) this.push(noEdits, strings.whatIf.reset);
  }

  /** Shows edits from a link or a session, with a history of their own. */
  restore(edits: Edits = noEdits, past: Step<EditState>[] = [], future: Step<EditState>[] = []): void {
    this.history.restore(past, future);
    this.present.clear();
    this.aside.clear();
    this.inputs = undefined;
    this.show(edits);
  }

  /** Binds edits that knew only places to what stands there: once, when what they came with has been read. */
  bind(rows: PromoterRow[], columns: ConditionColumn[]): void {
    const { sequences, levels } = this.edits;
    this.edits = { sequences: bound(sequences, rows), levels: bound(levels, columns) };
  }

  /**
   * Looks which edits have what they were made in. Those that have lost it are set aside: they come back with it, and `isStep` makes its loss a
   * step of the history, so that undo brings it back.
   */
  settle({ rows, columns, inputs }: Bases, isStep: boolean): void {
    const { sequences, levels } = this.edits;
    const before = this.present;
    const all = sequences.size
      ? rows.flatMap((row) => [row, ...(row.sequences ?? []).map(({ input }) => lookedAt(row, input))])
      : [];
    this.present = new Map([...among(all, sequences), ...among(columns, levels)]);
    const edited = [...sequences.keys(), ...levels.keys()];
    const lost = edited.filter((identity) => !this.present.has(identity));
    const known = new Map([...before, ...this.aside]);
    this.aside.clear();
    for (const identity of lost) this.aside.set(identity, known.get(identity) ?? "");
    const isNew = lost.some((identity) => before.has(identity));
    // Another genome is chosen back as it was chosen.
    if (isStep && isNew && this.inputs && this.inputs.genome === inputs.genome)
      this.history.push({ edits: this.edits, inputs: this.inputs }, strings.whatIf.otherInput);
    this.inputs = inputs;
  }

  /** What is said of edits that are set aside. */
  notes(kind: keyof Edits): Message[] {
    const names = [...this.edits[kind].keys()].flatMap((identity) => this.aside.get(identity) ?? []);
    const known = names.filter(Boolean);
    if (known.length) return [note("edits.set-aside", { names: known })];
    return names.length ? [note("edits.not-shown", { count: names.length })] : [];
  }

  /** Those edits whose promoter or condition is there. */
  get shown(): Edits {
    const isShown = ([identity]: [string, unknown]) => !this.aside.has(identity);
    const { sequences, levels } = this.edits;
    return {
      sequences: new Map([...sequences].filter(isShown)),
      levels: new Map([...levels].filter(isShown)),
    };
  }

  private move(way: "undo" | "redo"): void {
    const { inputs } = this.history[way === "undo" ? "past" : "future"].at(-1)?.state ?? {};
    const moment = this.history.move(way, {
      edits: this.edits,
      ...(inputs && this.inputs && { inputs: this.inputs }),
    });
    if (!moment) return;
    if (inputs) {
      this.edits = moment.edits;
      this.setInputs(inputs);
    } else this.show(moment.edits);
  }

  private push(edits: Edits, label: string, gesture?: string): void {
    this.history.push({ edits: this.edits }, label, gesture);
    this.show(edits);
  }

  private show(edits: Edits): void {
    this.edits = edits;
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

/** The sequences of a row, one behind the other. */
const textOf = (parts: readonly Part[]) => parts.filter((part) => typeof part === "string").join("");

function changesBetween(before: string, after: string): string {
  if (before.length !== after.length) return strings.whatIf.lengthChange(after.length - before.length);
  let changed = 0;
  for (let at = 0; at < before.length; at++) changed += Number(before[at] !== after[at]);
  return strings.whatIf.basesChanged(changed);
}

/** Names of those that were edited, by identity. */
function among(
  items: readonly { name: string; identity: () => string }[],
  edits: ReadonlyMap<string, unknown>,
): [string, string][] {
  if (!edits.size) return [];
  return items.flatMap(({ name, identity }) => (edits.has(identity()) ? [[identity(), name]] : []));
}
