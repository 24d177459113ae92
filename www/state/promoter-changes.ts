import { strings } from "../strings";
import { fewestBases } from "./edits-text";

interface Change {
  /** Half-open, in bases from the promoter's first. */
  from: number;
  to: number;
  bases: string;
}

interface Named {
  name: string;
  sequence: string;
}

// As the page itself writes changes: -45A>G, -40del(T), -42_-40del, -31_-30insTA, -42_-40delinsG.
const notation =
  /^(-\d{1,6})(?:_(-\d{1,6}))?(?:([acgtn]+)>([acgtn]+)|(del)([acgtn]*)(?:ins([acgtn]+))?|ins([acgtn]+))$/i;

/** A promoter with the changes that a text names, all of them in its own positions; throws a sentence where that cannot be. */
export function changed(promoter: Named, text: string): string {
  const changes = text
    .split(/[,;]/)
    .filter((part) => part.trim())
    .map((part) => readChange(promoter, part.trim()))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let { sequence } = promoter;
  let end = Infinity;
  // From the right, so that the positions of those to come stay what they are.
  for (const { from, to, bases } of changes.reverse()) {
    if (to > end || (from === to && to === end)) throw new Error(strings.variants.overlap);
    sequence = sequence.slice(0, from) + bases + sequence.slice(to);
    end = from;
  }
  if (sequence.length < fewestBases) throw new Error(strings.variants.tooShort(fewestBases));
  return sequence;
}

function readChange({ name, sequence }: Named, text: string): Change {
  const plain = text
    .replace(/\s/g, "")
    .replace(/[\u2212\u2013]/g, "-")
    .replace("\u2192", ">");
  const match = notation.exec(plain);
  if (!match) throw new Error(strings.variants.notation(text));
  const [, first, last, old, put, deletion, gone, instead, inserted] = match;
  const { length } = sequence;
  const start = Number(first);
  const given = (old ?? gone ?? "").toUpperCase();
  const isInsertion = inserted !== undefined;
  const end =
    last === undefined
      ? start + (deletion ? Math.max(1, given.length) : given.length || 1) - 1
      : Number(last);
  for (const at of [start, end])
    if (at >= 0 || at < -length) throw new Error(strings.variants.outside(at, name, length));
  if (isInsertion ? last === undefined || end !== start + 1 : end < start)
    throw new Error(strings.variants.order(text));
  const bases = (put ?? instead ?? inserted ?? "").toUpperCase();
  if (isInsertion) return { from: length + end, to: length + end, bases };
  const [from, to] = [length + start, length + end + 1];
  const found = sequence.slice(from, to);
  if (given && given !== found) throw new Error(strings.variants.otherBases(start, name, found, given));
  return { from, to, bases };
}
