import type { Engine } from "../../engine/engine";
import type { ModelDescription } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { strings } from "../../strings/index";
import type { Predictions } from "../map/predictions";
import type { PromoterRow } from "../promoters/promoters";
import { refusal } from "../../state/message";
import { replaced } from "./replaced";
import type { WhatIf } from "./what-if";

/** Bases from `from` up to but without `to`, counted from the anchor: -1 is the one before it, 0 the one behind. Edits keep the anchor where it is. */
export interface Span {
  from: number;
  to: number;
}

export type EditCommand =
  | { kind: "mutate"; at: number; base: string }
  | { kind: "delete" | "reverse" | "scramble"; span: Span }
  /** The bases are put before (upstream of) the base at the position. */
  | { kind: "insert"; at: number; bases: string }
  | { kind: "replace"; span: Span; bases: string }
  /** A motif's bases take the place of those that stand there. */
  | { kind: "place"; span: Span; bases: string; name: string };

/** What the editor needs of the workbench. */
interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
  whatIf: WhatIf;
  editSequence(row: PromoterRow, sequence: string, label: string): void;
}

// A stretch with fewer orders than this many draws can find is as good as one with a single order.
const mostDraws = 20;
// What the engine reads, and a link keeps.
const fewestBases = 20;
const mostBases = 100_000;

/** Edits of the promoter that is looked at; every one is a step of the history. */
export class TrackEditor {
  private seed = 0;
  /** What an edit made that no prediction shows yet: the next edit builds on it. */
  private pending: { row: PromoterRow; sequence: string } | undefined;

  constructor(private readonly bench: Bench) {}

  private get row(): PromoterRow | undefined {
    return this.bench.predictions.lookedAt;
  }

  get sequence(): string {
    const { row, pending } = this;
    if (!row) return "";
    if (pending?.row !== row) return row.sequence;
    const edited = this.bench.whatIf.sequenceOf(row);
    return edited === pending.sequence ? edited : row.sequence;
  }

  bases({ from, to }: Span): string {
    const { sequence, anchor } = this;
    return sequence.slice(Math.max(0, anchor + from), Math.max(0, anchor + to));
  }

  /** Bases from the anchor on. */
  private get downstream(): number {
    const { model } = this.bench;
    return model ? readsOf(model, this.row?.input).downstream : 0;
  }

  /** The index of the first base behind the anchor. */
  private get anchor(): number {
    return this.sequence.length - this.downstream;
  }

  /** Does what is asked and returns the stretch to look at then; an error says what to do instead. */
  async run(command: EditCommand): Promise<Span> {
    switch (command.kind) {
      case "mutate":
        return this.mutate(command.at, command.base);
      case "delete":
        this.put(command.span, "", strings.edits.deleted(command.span));
        return { from: command.span.to, to: command.span.to };
      case "insert": {
        const { at, bases } = command;
        return this.put({ from: at, to: at }, bases, strings.edits.inserted(at, bases));
      }
      case "replace":
        return this.put(command.span, command.bases, strings.edits.replaced(command.span, command.bases));
      case "place":
        return this.put(command.span, command.bases, strings.edits.placed(command.name, command.span));
      case "reverse": {
        const bases = reverseComplement(this.bases(command.span));
        return this.put(command.span, bases, strings.edits.reversed(command.span));
      }
      case "scramble":
        return this.scramble(command.span);
    }
  }

  private mutate(at: number, base: string): Span {
    const span = { from: at, to: at + 1 };
    const before = this.bases(span);
    return before && before !== base ? this.put(span, base, strings.edits.mutated(at, before, base)) : span;
  }

  /** Another order of the stretch's bases in which every two neighbours are as frequent as before. */
  private async scramble(span: Span): Promise<Span> {
    const [{ row }, bases] = [this, this.bases(span)];
    for (let draw = 0; draw < mostDraws; draw++) {
      const shuffled = await this.bench.engine.analysis.ask("shuffle", { bases, seed: ++this.seed });
      if (shuffled === bases) continue;
      // Otherwise something else was edited or chosen in between.
      if (this.row === row && this.bases(span) === bases)
        this.put(span, shuffled, strings.edits.scrambled(span));
      return span;
    }
    throw refusal("edits.one-order");
  }

  private put({ from, to }: Span, bases: string, label: string): Span {
    const { row, sequence } = this;
    const { downstream } = this;
    // What stands behind the anchor grows to the right.
    const isBehind = from >= 0 && to > 0;
    const now = isBehind
      ? { from, to: Math.min(downstream, from + bases.length) }
      : { from: to - bases.length, to };
    if (!row) return now;
    const { anchor } = this;
    const [start, end] = [Math.max(0, anchor + from), Math.max(0, anchor + to)];
    const edited = replaced(sequence, { start, end, bases, anchor });
    if (edited.length < fewestBases) throw refusal("edits.too-short", { fewest: fewestBases });
    if (edited.length > mostBases) throw refusal("edits.too-long", { most: mostBases });
    if (edited === sequence) return now;
    performance.mark("cisight:edit");
    this.pending = { row, sequence: edited };
    this.bench.editSequence(row, edited, label);
    return now;
  }
}

const complements: Record<string, string> = { A: "T", C: "G", G: "C", T: "A" };

export function reverseComplement(bases: string): string {
  return [...bases]
    .reverse()
    .map((base) => complements[base] ?? base)
    .join("");
}

/** The bases of typed or pasted text, or the first letter that is none. */
export function readBases(text: string): { bases: string } | { problem: string } {
  const bases = text
    .replace(/^>.*$/gm, "")
    .replace(/[\s\d-]/g, "")
    .toUpperCase()
    .replaceAll("U", "T");
  const other = /[^ACGTN]/u.exec(bases);
  if (other) return { problem: strings.edits.noBase(other[0]) };
  return bases ? { bases } : { problem: strings.edits.noBases };
}
