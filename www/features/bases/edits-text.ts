import type { Edits } from "./what-if";

// What a link or a session file may bring: more is a crafted file.
const mostEdits = 10_000;
/** What the engine asks of a promoter at least. */
export const fewestBases = 20;
// Log2 ratios: far beyond anything that is measured, far below what a 32-bit float holds.
const largestLevel = 1000;

/** What edits have to fit: the model that they are shown with. */
export interface EditLimits {
  window: number;
  /** What the model reads, where that is more than one sequence. */
  inputs?: readonly { name?: string; window?: number }[];
  tfs: { length: number };
}

/** Edits as text; empty where there are none. */
export function packEdits({ sequences, levels }: Edits): string {
  if (!sequences.size && !levels.size) return "";
  return JSON.stringify({ p: [...sequences], c: [...levels].map(([key, own]) => [key, [...own]]) });
}

/** Reads what {@link packEdits} wrote; throws where it is anything else or does not fit the model. */
export function unpackEdits(text: string, { window, inputs = [], tfs }: EditLimits): Edits {
  const longest = inputs.reduce((most, input) => Math.max(most, input.window ?? 0), window);
  const content: unknown = JSON.parse(text);
  if (typeof content !== "object" || content === null) throw new Error("not edits");
  const { p, c } = content as { p?: unknown; c?: unknown };
  const sequence = (value: unknown) => {
    if (typeof value !== "string" || !/^[ACGTN]+$/.test(value)) throw new Error("not a sequence");
    if (value.length < fewestBases || value.length > longest) throw new Error("not a promoter");
    return value;
  };
  const level = (value: unknown) => {
    if (typeof value !== "number" || !(Math.abs(value) <= largestLevel)) throw new Error("not a level");
    return value;
  };
  const tf = (value: unknown) => {
    if (typeof value !== "number" || !Number.isInteger(value)) throw new Error("not a TF");
    if (value < 0 || value >= tfs.length) throw new Error("not a TF of the model");
    return value;
  };
  return {
    sequences: entries(p, key, sequence),
    levels: entries(c, key, (own) => entries(own, tf, level)),
  };
}

function key(value: unknown): string {
  if (typeof value !== "string") throw new Error("not a key");
  return value;
}

function entries<Key, Value>(
  list: unknown,
  readKey: (key: unknown) => Key,
  readValue: (value: unknown) => Value,
): Map<Key, Value> {
  if (!Array.isArray(list) || list.length > mostEdits) throw new Error("not a list of edits");
  return new Map(
    list.map((pair: unknown) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw new Error("not an edit");
      return [readKey(pair[0]), readValue(pair[1])];
    }),
  );
}
