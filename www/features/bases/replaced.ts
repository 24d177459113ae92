/** A stretch of a sequence (indices) that is replaced by other bases; `anchor` is the index of the first base behind the anchor. */
export interface Replacement {
  start: number;
  end: number;
  bases: string;
  anchor: number;
}

/** As the engine's own edits: what stands before the anchor ends at it, what stands behind it begins there. */
export function replaced(sequence: string, { start, end, bases, anchor }: Replacement): string {
  const edited = sequence.slice(0, start) + bases + sequence.slice(end);
  const downstream = sequence.length - anchor;
  if (!downstream || end - start === bases.length) return edited;
  const isBehind = start >= anchor && end > anchor;
  const left = isBehind ? anchor : start + bases.length + Math.max(0, anchor - end);
  return edited.slice(0, left) + edited.slice(left, left + downstream).padEnd(downstream, "N");
}
