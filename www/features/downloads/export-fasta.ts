import { plainPosition } from "../../strings/format";
import { headerPlace } from "../promoters/place";
import type { PromoterRow } from "../promoters/promoters";

export function fastaRecord(header: string, sequence: string): string {
  return `>${header.replace(/[\r\n]+/g, " ")}\n${sequence}\n`;
}

/** Promoters with their names and places; an edited one says in its header what was changed. */
export function promotersFasta(rows: PromoterRow[], downstream = 0): string[] {
  return rows.map(({ name, sequence, origin, place }) => {
    const changes = origin ? listEdits(origin.sequence, sequence, downstream) : [];
    const where = headerPlace(place, sequence);
    return fastaRecord([name, ...changes, ...(where ? [where] : [])].join(" "), sequence);
  });
}

/** The changes from one promoter to another, by positions from the anchor, of which `downstream` bases lie behind: -123A>T, or -130_-121del where the length changed. */
export function listEdits(before: string, after: string, downstream = 0): string[] {
  const { length } = before;
  const at = (index: number) => plainPosition(index - length + downstream);
  if (length === after.length)
    return [...before].flatMap((base, index) =>
      base === after[index] ? [] : [`${at(index)}${base}>${after[index]}`],
    );
  const shorter = Math.min(length, after.length);
  // Where nothing lies behind the anchor, it is the fixed end: what is alike behind the change is taken off first.
  let alike = 0;
  while (alike < shorter && before.at(-1 - alike) === after.at(-1 - alike)) alike++;
  let first = 0;
  while (first < shorter - alike && before[first] === after[first]) first++;
  const [gone, come] = [before.slice(first, length - alike), after.slice(first, after.length - alike)];
  if (!gone) return [`${at(first - 1)}_${at(first)}ins${come}`];
  const span = gone.length === 1 ? String(at(first)) : `${at(first)}_${at(length - alike - 1)}`;
  return [come ? `${span}delins${come}` : `${span}del`];
}
