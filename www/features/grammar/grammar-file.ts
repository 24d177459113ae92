import { strings } from "../../strings/index";

/** What promoters at large say of a kernel: `cisight grammar --json` writes it. */
export interface Kernel {
  name: string;
  sites: number;
  promoters: number;
  consensus: string;
  /** Rows of A, C, G, T. */
  probabilities: readonly (readonly number[])[];
  /** The known motif that is most like it. */
  match?: { id: string; name: string; qValue: number };
  /** Sites by place, in bins from the window's beginning on. */
  places?: readonly number[];
}

/** Two kernels in the same promoters. */
export interface KernelPair {
  first: string;
  second: string;
  promoters: number;
  withFirst: number;
  withSecond: number;
  withBoth: number;
  expected: number;
  oddsRatio: number;
  qValue: number;
  spacing?: Spacing;
}

/** How far apart their nearest sites stand. */
export interface Spacing {
  /** Medians: what is, and what is by chance. */
  distance: readonly number[];
  firstUpstream: readonly number[];
  qValue: number;
  /** Promoters by distance. */
  counts: readonly number[];
  byChance: readonly number[];
}

export interface GrammarFile {
  promoters: number;
  share: number;
  /** What the kernels were compared with. */
  known: string;
  kernels: readonly Kernel[];
  pairs: readonly KernelPair[];
  /** Of how many kernels of a first convolution those that are listed are. */
  of?: number;
  /** Of places, in bases: the window, what of it lies from the anchor on, and a bin. */
  window?: number;
  downstream?: number;
  bin?: number;
}

type Entry = Record<string, unknown>;

/** Reads the file of a model's folder: what is not as it has to be is refused as a whole, with the place. */
export function readGrammar(text: string): GrammarFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(strings.grammar.file.noJson);
  }
  const whole = entry(json, "grammar");
  return {
    promoters: number(whole, "promoters"),
    share: number(whole, "share"),
    known: word(whole, "known"),
    kernels: all(whole, "kernels").map(kernel),
    pairs: all(whole, "pairs").map(pair),
    ...Object.fromEntries(
      ["of", "window", "downstream", "bin"].flatMap((name) =>
        whole[name] === undefined ? [] : [[name, number(whole, name)]],
      ),
    ),
  };
}

function kernel(json: unknown, at: number): Kernel {
  const own = entry(json, `kernels[${at}]`);
  const match = own["match"] === undefined ? undefined : entry(own["match"], `kernels[${at}].match`);
  return {
    name: word(own, "name"),
    sites: number(own, "sites"),
    promoters: number(own, "promoters"),
    consensus: word(own, "consensus"),
    probabilities: all(own, "probabilities").map((row) => numbers(row, "probabilities", 4)),
    ...(own["places"] !== undefined && { places: numbers(own["places"], "places") }),
    ...(match && {
      match: { id: word(match, "id"), name: word(match, "name"), qValue: number(match, "qValue") },
    }),
  };
}

function pair(json: unknown, at: number): KernelPair {
  const own = entry(json, `pairs[${at}]`);
  const spacing = own["spacing"] === undefined ? undefined : entry(own["spacing"], `pairs[${at}].spacing`);
  const of = (name: string) => number(own, name);
  return {
    first: word(own, "first"),
    second: word(own, "second"),
    promoters: of("promoters"),
    withFirst: of("withFirst"),
    withSecond: of("withSecond"),
    withBoth: of("withBoth"),
    expected: of("expected"),
    oddsRatio: of("oddsRatio"),
    qValue: of("qValue"),
    ...(spacing && {
      spacing: {
        distance: numbers(spacing["distance"], "distance", 2),
        firstUpstream: numbers(spacing["firstUpstream"], "firstUpstream", 2),
        qValue: number(spacing, "qValue"),
        counts: numbers(spacing["counts"], "counts"),
        byChance: numbers(spacing["byChance"], "byChance"),
      },
    }),
  };
}

const refused = (place: string) => new Error(strings.grammar.file.refused(place));

function entry(json: unknown, place: string): Entry {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw refused(place);
  return json as Entry;
}

function word(own: Entry, name: string): string {
  const value = own[name];
  if (typeof value !== "string") throw refused(name);
  return value;
}

function number(own: Entry, name: string): number {
  const value = own[name];
  if (typeof value !== "number") throw refused(name);
  return value;
}

function all(own: Entry, name: string): unknown[] {
  const value = own[name];
  if (!Array.isArray(value)) throw refused(name);
  return value;
}

function numbers(value: unknown, place: string, length?: number): number[] {
  const isOne = (own: unknown): own is number => typeof own === "number";
  if (!Array.isArray(value) || !value.every(isOne) || (length !== undefined && value.length !== length))
    throw refused(place);
  return value;
}
