import type { Span } from "./track-editor";

/** What is selected on a track, in positions from the anchor: the cursor's base, and those between it and where the selection began. */
export interface Selection {
  anchor: number;
  cursor: number;
}

export function spanOf({ anchor, cursor }: Selection): Span {
  return { from: Math.min(anchor, cursor), to: Math.max(anchor, cursor) + 1 };
}

/** Selects a stretch of a promoter of `length` bases, `downstream` of them behind the anchor; of an empty one, the base before it. */
export function selectionOf({ from, to }: Span, length: number, downstream = 0): Selection {
  const within = (at: number) => Math.min(downstream - 1, Math.max(downstream - length, at));
  const last = within(to - 1);
  return { anchor: Math.min(last, within(from)), cursor: last };
}
