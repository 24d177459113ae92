import type { GenomePlace } from "../../engine/messages";

/** A stretch of a genome: from 0 on the forward strand, half-open. */
export interface GenomeStretch {
  contig: string;
  start: number;
  end: number;
}

/** Where a stretch of a sequence lies, whose bases count from 0; undefined where it lies beyond its contig. */
export function stretchOf(place: GenomePlace, from: number, to: number): GenomeStretch | undefined {
  const { contig, start, end, strand, before } = place;
  const inside = (index: number) => Math.min(Math.max(index - before, 0), end - start);
  const [first, last] = [inside(from), inside(to)];
  if (first >= last) return undefined;
  return strand === "+"
    ? { contig, start: start + first, end: start + last }
    : { contig, start: end - last, end: end - first };
}

/** The border before a base of a sequence, as an empty stretch; undefined where no base of the contig stands on either side. */
export function borderOf({ contig, start, end, strand, before }: GenomePlace, at: number) {
  const inside = at - before;
  if (inside < 0 || inside > end - start) return undefined;
  const border = strand === "+" ? start + inside : end - inside;
  return { contig, start: border, end: border };
}

/** The strand of the genome that a strand of the sequence is. */
export const turned = ({ strand }: GenomePlace, of: "+" | "-"): "+" | "-" => (of === strand ? "+" : "-");

/** As a FASTA header holds a place, from 1 and both ends included: chrII:101-1100(-). */
export const placeWord = ({ contig, start, end, strand }: GenomePlace): string =>
  `${contig}:${start + 1}-${end}(${strand})`;

/** The word for the header of a sequence; undefined where nobody could read it back: behind constant bases, say. */
export function headerPlace(place: GenomePlace | undefined, sequence: string): string | undefined {
  if (!place || place.before) return undefined;
  const beyond = sequence.slice(place.end - place.start);
  const isWhole = sequence.length >= place.end - place.start;
  return isWhole && /^N*$/.test(beyond) ? placeWord(place) : undefined;
}

const complements: Readonly<Record<string, string>> = { A: "T", C: "G", G: "C", T: "A" };

/** The letter that the forward strand has where a sequence has this one. */
export const forwardBase = ({ strand }: GenomePlace, base: string): string =>
  strand === "+" ? base : (complements[base] ?? base);
