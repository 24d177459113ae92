import type { Edits } from "./what-if";

// What a link or a session file may bring: more is a crafted file.
const mostEdits = 10_000;

/** Edits as text; empty where there are none. */
export function packEdits({ sequences, levels }: Edits): string {
  if (!sequences.size && !levels.size) return "";
  return JSON.stringify({ p: [...sequences], c: [...levels].map(([key, own]) => [key, [...own]]) });
}

/** Reads what {@link packEdits} wrote; throws where it is anything else. */
export function unpackEdits(text: string): Edits {
  const { p, c } = JSON.parse(text) as { p: unknown; c: unknown };
  const sequence = (value: unknown) => {
    if (typeof value !== "string" || !/^[ACGTN]{1,100000}$/.test(value)) throw new Error("not a sequence");
    return value;
  };
  const level = (value: unknown) => {
    if (typeof value !== "number" || !Number.isFinite(value)) throw new Error("not a level");
    return value;
  };
  const tf = (value: unknown) => {
    if (!Number.isInteger(value) || (value as number) < 0) throw new Error("not a TF");
    return value as number;
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
