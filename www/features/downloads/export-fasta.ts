import type { PromoterRow } from "../promoters/promoters";

export function fastaRecord(header: string, sequence: string): string {
  return `>${header.replace(/[\r\n]+/g, " ")}\n${sequence}\n`;
}

/** Promoters with their names; an edited one says in its header what was changed. */
export function promotersFasta(rows: PromoterRow[]): string[] {
  return rows.map(({ name, sequence, origin }) =>
    fastaRecord(origin ? `${name} ${listEdits(origin.sequence, sequence).join(" ")}` : name, sequence),
  );
}

/** The changes from one promoter to another, by positions relative to the start codon: -123A>T, or -130_-121del where the length changed. */
export function listEdits(before: string, after: string): string[] {
  const { length } = before;
  if (length === after.length)
    return [...before].flatMap((base, at) =>
      base === after[at] ? [] : [`${at - length}${base}>${after[at]}`],
    );
  const shorter = Math.min(length, after.length);
  // The start codon is the fixed end: what is alike behind the change is taken off first.
  let alike = 0;
  while (alike < shorter && before.at(-1 - alike) === after.at(-1 - alike)) alike++;
  let first = 0;
  while (first < shorter - alike && before[first] === after[first]) first++;
  const [gone, come] = [before.slice(first, length - alike), after.slice(first, after.length - alike)];
  const [from, to] = [first - length, length - alike - 1 - length];
  if (!gone) return [`${from - 1}_${from}ins${come}`];
  const span = gone.length === 1 ? String(from) : `${from}_${to}`;
  return [come ? `${span}delins${come}` : `${span}del`];
}
