import type { EngineOwner } from "../../engine/engine";
import { sampleOf } from "../../engine/model-inputs";
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

// More lines than these are no help.
const mostListed = 5;

/** Which promoters and conditions are unlike those that the model was trained on. */
export class Unlike extends Observable {
  promoters: Message[] = [];
  conditions: Message[] = [];
  private readonly task = new Task<void>(() => undefined);

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
    const levels = new Float32Array(own.length * width);
    own.forEach(({ values }, at) => levels.set(values, at * width));
    const samples = rows.map(sampleOf);
    const found = await engine.unlikeTraining(
      { samples, levels, conditions: own.length },
      signal ? { signal } : {},
    );
    this.promoters = messages(
      rows,
      found.samples.map((note) => (note ? [note] : [])),
    );
    this.conditions = messages(own, found.conditions);
    this.changed();
  }
}

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
