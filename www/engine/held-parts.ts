import type { Part, Sample, SentSamples } from "./messages";
import { noSequence } from "./model-inputs";

/** What a worker keeps of parts that the latest question did not need: the promoters of two yeast genomes. */
const mostBytes = 16 * 1024 ** 2;

interface Held {
  input: number;
  value: Part;
  /** The last question that needed it. */
  question: number;
}

/**
 * What one worker holds of samples. A part (a sequence, an embedding) crosses with the first question that needs it and is named by a number
 * from then on, so that a track, a ranking or the next edit sends what is new and nothing else. What has not been asked for the longest is
 * released where all of it takes more than `mostBytes`. These are gone with their worker: a new one, or one of another model, begins with
 * none. Sequences are told by their letters, arrays of numbers by being the same array.
 */
export class HeldParts {
  /** By input, the numbers of its parts. */
  private readonly numbers: Map<Part, number>[] = [];
  /** What was needed longest ago comes first. */
  private readonly held = new Map<number, Held>();
  private bytes = 0;
  private nextNumber = 1;
  private question = 0;

  /** `firstSequence`: the input that a sample is looked at by where it names none. */
  constructor(
    private readonly firstSequence: number,
    private readonly limit = mostBytes,
  ) {}

  /** What crosses of a question; to be called once for each that does, in their order. */
  sent<A extends object>(ask: A | (A & { sample: Sample }) | (A & { samples: readonly Sample[] })): object {
    if ("sample" in ask) {
      const { sample, ...rest } = ask;
      return { ...rest, samples: this.sentSamples([sample]) };
    }
    return "samples" in ask ? { ...ask, samples: this.sentSamples(ask.samples) } : ask;
  }

  /** The worker holds nothing that can be relied on. */
  forget(): void {
    this.numbers.length = 0;
    this.held.clear();
    this.bytes = 0;
  }

  private sentSamples(samples: readonly Sample[]): SentSamples {
    this.question++;
    const [first] = samples;
    const hasSequence = (first?.input ?? this.firstSequence) !== noSequence;
    const inputs = Number(hasSequence) + (first?.others?.length ?? 0);
    const parts = new Uint32Array(samples.length * inputs);
    const lookedAt = new Uint32Array(samples.length);
    const added: SentSamples["added"][number][] = [];
    samples.forEach(({ sequence, others = [], input = this.firstSequence }, row) => {
      lookedAt[row] = input;
      for (let at = 0; at < inputs; at++) {
        const value = at === input ? sequence : others[at < input || !hasSequence ? at : at - 1];
        if (value !== undefined) parts[row * inputs + at] = this.numberOf(at, value, added);
      }
    });
    return { length: samples.length, parts, lookedAt, added, released: this.release() };
  }

  private numberOf(input: number, value: Part, added: SentSamples["added"][number][]): number {
    const numbers = (this.numbers[input] ??= new Map<Part, number>());
    const known = numbers.get(value);
    const number = known ?? this.nextNumber++;
    const held = known === undefined ? undefined : this.held.get(known);
    if (!held) {
      numbers.set(value, number);
      added.push({ number, input, value });
      this.bytes += sizeOf(value);
    } else if (held.question === this.question) return number;
    this.held.delete(number);
    this.held.set(number, { input, value, question: this.question });
    return number;
  }

  /** What is too much and not needed by the question that is to cross. */
  private release(): Uint32Array {
    const released: number[] = [];
    for (const [number, { input, value, question }] of this.held) {
      if (this.bytes <= this.limit || question === this.question) break;
      this.held.delete(number);
      this.numbers[input]?.delete(value);
      this.bytes -= sizeOf(value);
      released.push(number);
    }
    return Uint32Array.from(released);
  }
}

/** Bytes that a part takes in a worker. */
function sizeOf(value: Part): number {
  return typeof value === "string" ? value.length : value.byteLength;
}
