import { percentileOf, type EffectScale } from "../../engine/effect-scale";
import { betweenVersions } from "../../engine/intervals";
import type { Ask, Intervals, ModelDescription, VariantInput } from "../../engine/messages";
import { lookedAt } from "../inputs/looked-at";
import { WorkerFailure, type CallOptions } from "../../engine/rpc";
import { columnsOf, contentOfColumn } from "../map/columns";
import type { ConditionColumn } from "../conditions/conditions";
import type { VariantsOf } from "../sessions/link";
import { error, failed, refused, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import type { PromoterRow } from "../promoters/promoters";
import { readingDelay } from "../../state/latest";
import { Task } from "../../state/task";
import type { Conditions } from "../conditions/conditions";
import type { Predictions } from "../map/predictions";
import type { EngineOwner } from "../../engine/engine";

/** A variant with what is predicted of it. */
export interface ScoredVariant {
  name: string;
  reference: number;
  alternative: number;
  /** Alternative minus reference. */
  difference: number;
  /** 1 is raised most. */
  rank: number;
  /** Of 100 random changes, how many have a smaller effect; absent until that is known. */
  percentile?: number | undefined;
  /** Where the measured difference is to be expected; absent where that is not known. */
  intervals?: Intervals | undefined;
}

export interface VariantScores {
  /** As they were given. */
  variants: ScoredVariant[];
  column: ConditionColumn;
  /** What the changes were made in; absent where the sequences were given. */
  row?: PromoterRow;
}

/** The variants with how large their effects are, and how sure. */
export function judged(
  { variants, column }: VariantScores,
  scale: EffectScale | undefined,
  model: ModelDescription | undefined,
): ScoredVariant[] {
  const calibration = model?.outputs[column.output ?? 0]?.calibration;
  return variants.map((variant) => ({
    ...variant,
    percentile: scale && percentileOf(scale, variant.difference),
    intervals: betweenVersions(calibration, variant.difference),
  }));
}

interface Bench extends EngineOwner {
  readonly predictions: Predictions;
  readonly conditions: Conditions;
  readonly model: ModelDescription | undefined;
  readonly isStarting: boolean;
}

/** Whether a text is a table of whole sequences, for which the chosen promoter does not matter; the engine reads either. */
function isVariantTable(text: string): boolean {
  const first = text.split(/\r\n|\r|\n/).find((line) => line.trim() && !line.startsWith("#")) ?? "";
  return first.trim().includes("\t") || /^"?name\b|\balternative\b/i.test(first);
}

/** The visitor's variants, each predicted beside its reference, in the condition that is looked at. */
export class Variants extends Observable {
  text = "";
  messages: Message[] = [];
  readonly task = new Task<VariantScores>(() => this.changed());
  private isVisible = false;
  /** The promoter that lines of changes were written for. */
  of: VariantsOf | undefined;

  constructor(private readonly bench: Bench) {
    super();
    bench.predictions.subscribe(() => this.refresh());
  }

  /** A list that shares nothing with the one before is of the promoter that is looked at; one that goes on stays its own promoter's. */
  setText(text: string): void {
    if (!sharesLine(this.text, text)) this.of = this.looked();
    this.text = text;
    if (!text.trim()) this.clear();
    this.refresh();
    this.changed();
  }

  /** Shows a list from a link, a session or another model. */
  restore(text: string, of: VariantsOf | undefined): void {
    this.of = of;
    this.text = text;
    if (!text.trim()) this.clear();
    this.refresh();
    this.changed();
  }

  /** Takes the list for one of the promoter that is looked at, whatever it was written for. */
  rebind(): void {
    this.of = this.looked();
    this.refresh();
    this.changed();
  }

  /** The promoter whose changes the list is of, where that is not the one that is looked at. */
  get elsewhere(): string | undefined {
    const { of, text } = this;
    const isBound = of !== undefined && text.trim() !== "" && !isVariantTable(text);
    return isBound && of.identity !== this.looked()?.identity ? of.name : undefined;
  }

  private looked(): VariantsOf | undefined {
    const row = this.bench.predictions.chosen?.row;
    return row && { name: row.name, identity: identityOf(row) };
  }

  /** Nothing is computed while nobody looks. */
  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    if (isVisible) this.refresh();
    else this.task.leave();
  }

  private refresh(): void {
    const { bench, text } = this;
    const { chosen } = bench.predictions;
    if (!this.isVisible || !text.trim() || bench.isStarting) return;
    const column = chosen?.column ?? columnsOf(bench.conditions.columns, bench.model)[0];
    const isTable = isVariantTable(text);
    this.of ??= this.looked();
    const { of } = this;
    const row = isTable
      ? undefined
      : bench.predictions.grid?.rows.find((each) => identityOf(each) === of?.identity);
    if (!column || (!row && !isTable)) {
      this.clear();
      this.messages = [
        !column
          ? error("scoring.no-condition")
          : of && chosen
            ? error("scoring.promoter-gone", { name: of.name })
            : error("scoring.no-promoter"),
      ];
      return this.changed();
    }
    const promoter = row ?? chosen?.row;
    // What is changed is the sequence that is looked at; the rest of the promoter stays.
    const held = promoter && lookedAt(promoter, bench.predictions.sequence);
    const inputs = [
      text,
      bench.engine,
      ...contentOfColumn(column),
      row?.sequence,
      held?.sequence,
      ...(held?.others ?? []),
    ];
    this.task.follow(inputs, readingDelay(text), (options) =>
      this.score(text, { column, row, held }, options),
    );
  }

  private clear(): void {
    this.task.clear();
    this.messages = [];
  }

  /** What can be used of a text; the rest is said. */
  private async read(ask: Ask<"readVariants">, options: CallOptions): Promise<VariantInput> {
    try {
      const read = await this.bench.engine.readVariants(
        ask,
        options.signal ? { signal: options.signal } : {},
      );
      this.messages = read.problems.map(refused);
      return read;
    } catch (reason) {
      if (!(reason instanceof WorkerFailure)) throw reason;
      this.messages = [failed(reason)];
      return { variants: [], problems: [] };
    }
  }

  private async score(
    text: string,
    {
      column,
      row,
      held,
    }: { column: ConditionColumn; row: PromoterRow | undefined; held: PromoterRow | undefined },
    options: CallOptions,
  ): Promise<VariantScores> {
    const { engine } = this.bench;
    const { input, others } = held ?? {};
    const target = row && held && { name: row.name, alias: row.detail, sequence: held.sequence };
    const at = input !== undefined && { input };
    const read = await this.read({ text, ...(target && { target }), ...at }, options);
    options.signal?.throwIfAborted();
    // Many variants have one reference: each sequence is predicted once.
    const sequences = [
      ...new Set(read.variants.flatMap(({ reference, alternative }) => [reference, alternative])),
    ];
    const places = new Map(sequences.map((sequence, at) => [sequence, at]));
    // What the model reads beside the sequence stays as it is.
    const samples = sequences.map((sequence) => ({ sequence, ...(others && { others }), ...at }));
    const ask = { samples, conditions: column.values, conditionCount: 1 };
    const responses = sequences.length ? (await engine.grid(ask, options)).responses : [];
    const width = responses.length / sequences.length;
    const responseOf = (sequence: string) =>
      responses[(places.get(sequence) ?? NaN) * width + (column.output ?? 0)] ?? NaN;
    const variants = read.variants.map(({ name, ...pair }) => {
      const [reference, alternative] = [responseOf(pair.reference), responseOf(pair.alternative)];
      return { name, reference, alternative, difference: alternative - reference, rank: 0 };
    });
    [...variants]
      .sort((a, b) => b.difference - a.difference)
      .forEach((variant, at) => (variant.rank = at + 1));
    return { variants, column, ...(row && { row }) };
  }
}

/** A list that was written for an edited promoter goes on with it. */
const identityOf = ({ origin, identity }: PromoterRow) =>
  origin ? `${origin.identity()} edited` : identity();

/** Whether something of a list is still there. */
function sharesLine(before: string, now: string): boolean {
  const lines = (text: string) =>
    text
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter(Boolean);
  const known = new Set(lines(before));
  return lines(now).some((line) => known.has(line));
}
