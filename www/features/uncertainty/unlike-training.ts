import type { Engine, EngineOwner } from "../../engine/engine";
import { noSequence, sampleOf } from "../../engine/model-inputs";
import type { ModelDescription, UnlikeTraining } from "../../engine/messages";
import { noted, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import { Task } from "../../state/task";
import type { ConditionColumn } from "../conditions/conditions";
import type { PromoterRow } from "../promoters/promoters";

interface Bench extends EngineOwner {
  readonly model: ModelDescription | undefined;
}

type DomainCode = NonNullable<UnlikeTraining["samples"][number]>;

// So many take a worker a small part of a second, and it answers others in between.
const rowsAtOnce = 500;

// More lines than these are no help.
const mostListed = 5;

/** Which promoters and conditions are unlike those that the model was trained on. */
export class Unlike extends Observable {
  promoters: Message[] = [];
  conditions: Message[] = [];
  private readonly task = new Task<void>(() => undefined);
  /** What was said of the sequences on show, by input and sequence, and of conditions: for the engine that said it. */
  private known:
    | {
        engine: Engine;
        rows: Map<string, DomainCode | null>;
        columns: WeakMap<Float32Array, readonly DomainCode[]>;
      }
    | undefined;

  constructor(private readonly bench: Bench) {
    super();
  }

  /** Looks at what is predicted; the notes before stay until the next are there. */
  follow(rows: readonly PromoterRow[], columns: readonly ConditionColumn[]): void {
    const { engine, model } = this.bench;
    if (!model) return;
    const inputs = [
      engine,
      ...rows.map(({ sequence }) => sequence),
      null,
      ...columns.map(({ values }) => values),
    ];
    this.task.follow(inputs, 0, (options) => this.ask(rows, columns, options.signal));
  }

  private async ask(
    rows: readonly PromoterRow[],
    columns: readonly ConditionColumn[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { engine, model } = this.bench;
    const width = model?.tfs.length ?? 0;
    const own = width ? columns.filter(({ values }) => values.length === width) : [];
    if (this.known?.engine !== engine) this.known = { engine, rows: new Map(), columns: new WeakMap() };
    const { known } = this;
    const options = signal ? { signal } : {};
    const newColumns = own.filter(({ values }) => !known.columns.has(values));
    const levels = new Float32Array(newColumns.length * width);
    newColumns.forEach(({ values }, at) => levels.set(values, at * width));
    const newRows = [...new Map(rows.map((row) => [keyOf(row), row]))].filter(
      ([key, { input }]) => input !== noSequence && !known.rows.has(key),
    );
    for (let at = 0; at === 0 || at < newRows.length; at += rowsAtOnce) {
      const asked = newRows.slice(at, at + rowsAtOnce);
      const conditions = at === 0 ? newColumns : [];
      if (!asked.length && !conditions.length) break;
      const samples = asked.map(([, row]) => sampleOf(row));
      const ask = { samples, levels: at === 0 ? levels : new Float32Array(), conditions: conditions.length };
      const found = await engine.unlikeTraining(ask, options);
      asked.forEach(([key], index) => known.rows.set(key, found.samples[index] ?? null));
      conditions.forEach(({ values }, index) => known.columns.set(values, found.conditions[index] ?? []));
    }
    const noteOf = (row: PromoterRow) => known.rows.get(keyOf(row)) ?? null;
    known.rows = new Map(rows.map((row) => [keyOf(row), noteOf(row)]));
    this.promoters = messages(
      rows,
      rows.map((row) => [noteOf(row)].filter((note) => note !== null)),
    );
    this.conditions = messages(
      own,
      own.map(({ values }) => known.columns.get(values) ?? []),
    );
    this.changed();
  }
}

const keyOf = ({ input, sequence }: PromoterRow) => `${input ?? ""} ${sequence}`;

function messages(items: readonly { name: string }[], notes: readonly (readonly DomainCode[])[]): Message[] {
  const all = items.flatMap(({ name }, at) => (notes[at] ?? []).map((own) => named(name, own)));
  const more = all.length - mostListed;
  return more > 0
    ? [...all.slice(0, mostListed), noted({ code: "unlike.more", parameters: { count: more } })]
    : all;
}

/** A note behind the name of what it is about. */
function named(name: string, own: DomainCode): Message {
  const { message, ...rest } = noted(own);
  return { ...rest, parameters: { ...rest.parameters, name }, message: `${name}: ${message}` };
}
