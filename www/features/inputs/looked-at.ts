import type { Part } from "../../engine/messages";
import { noSequence } from "../../engine/model-inputs";
import type { PromoterRow } from "../promoters/promoters";

/** Between the identity of a promoter and the name of another of its sequences. */
const mark = " \u2192 ";

const known = new WeakMap<PromoterRow, Map<number, PromoterRow>>();

/** What the model reads of a row, in its order. */
export function partsOf({ sequence, others = [], input = 0 }: PromoterRow): Part[] {
  if (input === noSequence) return [...others];
  return [...others.slice(0, input), sequence, ...others.slice(input)];
}

/** The same row with other parts, looked at as it is. */
export function withParts(row: PromoterRow, parts: readonly Part[]): PromoterRow {
  const { input = 0 } = row;
  const sequence = parts[input];
  return {
    ...row,
    sequence: typeof sequence === "string" ? sequence : row.sequence,
    ...(row.others && { others: parts.filter((_, at) => at !== input) }),
  };
}

/**
 * A row by another of its sequences, so that its track, its edits and its variants are of that one; the row itself where it has no such
 * sequence. The same row gives the same again.
 */
export function lookedAt(row: PromoterRow, input: number | undefined): PromoterRow {
  const other = row.sequences?.find((sequence) => sequence.input === input);
  if (!other || input === undefined || input === row.input) return row;
  const all = known.get(row) ?? new Map<number, PromoterRow>();
  known.set(row, all);
  const found = all.get(input) ?? rowBy(row, input, other.name);
  all.set(input, found);
  return found;
}

function rowBy(row: PromoterRow, input: number, name: string): PromoterRow {
  // The place is that of the first sequence.
  const { origin, identity } = row;
  const own = { ...row, input };
  delete own.place;
  return {
    ...withParts(own, partsOf(row)),
    identity: () => identity() + mark + name,
    ...(origin && { origin: lookedAt(origin, input) }),
  };
}

/** What a row is called where it matters which of its sequences is meant. */
export function nameWithSequence({ name, input, sequences }: PromoterRow): string {
  const own = sequences?.find((sequence) => sequence.input === input);
  return own ? `${name}, ${own.name}` : name;
}

/** The identity of the promoter whose sequence, or one of whose sequences, that is. */
export function promoterIdentity(identity: string): string {
  const at = identity.indexOf(mark);
  return at < 0 ? identity : identity.slice(0, at);
}
