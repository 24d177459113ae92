import type { EngineOwner } from "../../engine/engine";
import type { InputSpec, ModelDescription, Part } from "../../engine/messages";
import { furtherInputs, sequencesOf } from "../../engine/model-inputs";
import { isAbort } from "../../engine/rpc";
import { Latest, pause, readingDelay } from "../../state/latest";
import { error, failed, note, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import type { PromoterRow } from "../promoters/promoters";
import { readInput, type ReadInput } from "./read-input";

/** An input that the model reads beside its first sequence. */
interface Further {
  /** Its place among the model's inputs. */
  at: number;
  spec: InputSpec;
  read: ReadInput;
  readonly latest: Latest;
}

/** Texts by the names of the inputs that they were given for. */
export type InputTexts = readonly (readonly [name: string, text: string])[];

/** What the visitor gave for the inputs beside the first sequence; kept by name whatever model is in use. */
export class FurtherInputs extends Observable {
  private readonly texts = new Map<string, string>();
  private further: Further[] = [];
  /** The place of the first sequence, and all sequences where there are several. */
  private sequences: Pick<PromoterRow, "input" | "sequences"> = {};

  constructor(private readonly bench: EngineOwner) {
    super();
  }

  /** What the model in use reads beside its first sequence. */
  get specs(): readonly InputSpec[] {
    return this.further.map(({ spec }) => spec);
  }

  /** Everything that was given, for this model and for others. */
  get given(): InputTexts {
    return [...this.texts].filter(([, text]) => text.trim());
  }

  textOf(name: string): string {
    return this.texts.get(name) ?? "";
  }

  /** Another model reads other things; what was given for inputs of the same name is read anew. */
  async use(model: ModelDescription): Promise<void> {
    for (const { latest } of this.further) latest.cancel();
    this.further = furtherInputs(model).map(({ at, spec }) => {
      return { at, spec, read: { byName: new Map(), messages: [] }, latest: new Latest() };
    });
    const several = sequencesOf(model).map(({ input, name }) => ({ input, name }));
    const isAlone = several.length < 2;
    this.sequences = { input: model.sequenceInput, ...(isAlone ? {} : { sequences: several }) };
    await this.readAll();
  }

  /** Puts what a link or a session brings in the place of what is there. */
  async restore(texts: InputTexts): Promise<void> {
    this.texts.clear();
    for (const [name, text] of texts) this.texts.set(name, text);
    await this.readAll();
  }

  async setText(name: string, text: string, delayMs = readingDelay(text)): Promise<void> {
    this.texts.set(name, text);
    const own = this.further.find(({ spec }) => spec.name === name);
    if (own && (await this.take(own, delayMs))) this.changed();
  }

  /** The promoters that everything is there for, each with it. */
  rows(rows: PromoterRow[]): PromoterRow[] {
    const { further } = this;
    if (!further.length) return rows;
    return rows.flatMap((row, index) => {
      const others = further.map(({ read }) => partOf(read, row, index, rows.length));
      const isWhole = (parts: (Part | undefined)[]): parts is Part[] => !parts.includes(undefined);
      return isWhole(others) ? [{ ...row, ...this.sequences, others }] : [];
    });
  }

  /** Inputs that no promoter can do without and nothing was given for, by name. */
  get needed(): string[] {
    const isEmpty = ({ read: { byName, forAll, inOrder } }: Further) => !byName.size && !forAll && !inOrder;
    return this.further.filter(isEmpty).map(({ spec }) => spec.name);
  }

  /** What is said of an input, the promoters of the moment being these. */
  messages(name: string, rows: PromoterRow[]): Message[] {
    const own = this.further.find(({ spec }) => spec.name === name);
    if (!own) return [];
    const { read, spec } = own;
    const { inOrder, byName, messages } = read;
    if (inOrder && inOrder.length !== rows.length)
      return [...messages, error("input.other-count", { found: inOrder.length, needed: rows.length })];
    if (inOrder || !byName.size) return messages;
    const lacking = rows.filter((row, at) => partOf(read, row, at, rows.length) === undefined);
    const names = (list: PromoterRow[]) => list.map((row) => row.name);
    if (lacking.length)
      return [...messages, error("input.lacking", { kind: spec.kind, names: names(lacking) })];
    const standIns = rows.filter((row) => spec.kind === "numbers" && partByName(read, row) === undefined);
    return standIns.length ? [...messages, note("input.defaults-for", { names: names(standIns) })] : messages;
  }

  private async readAll(): Promise<void> {
    await Promise.all(this.further.map((own) => this.take(own, 0)));
    this.changed();
  }

  /** False where it was overtaken. */
  private async take(own: Further, delayMs: number): Promise<boolean> {
    const signal = own.latest.start();
    const { spec, at } = own;
    const text = this.textOf(spec.name);
    try {
      if (delayMs) await pause(delayMs, signal);
      const read = await readInput(text, spec, { engine: this.bench.engine, at, options: { signal } });
      if (signal.aborted) return false;
      own.read = read;
    } catch (reason) {
      if (isAbort(reason) || signal.aborted) return false;
      own.read = { byName: new Map(), messages: [failed(reason)] };
    }
    return true;
  }
}

function partByName({ byName }: ReadInput, { name, detail }: PromoterRow): Part | undefined {
  return byName.get(name) ?? (detail ? byName.get(detail) : undefined);
}

/** What an input reads with a promoter, the `index`th of `count`. */
function partOf(read: ReadInput, row: PromoterRow, index: number, count: number): Part | undefined {
  const { inOrder, forAll } = read;
  if (inOrder) return inOrder.length === count ? inOrder[index] : undefined;
  return partByName(read, row) ?? forAll;
}
