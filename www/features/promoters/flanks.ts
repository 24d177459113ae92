import type { Frame } from "../../engine/messages";

/** A stretch of a promoter, half-open, in bases from its first. */
export type Stretch = [from: number, to: number];

interface Framed {
  window: number;
  frame?: Frame;
}

/**
 * The constant bases of a reporter construct: none where the model has no frame. In a construct of its full length they are where they
 * are, whatever was changed in them; of one that an edit made longer or shorter the right ones are, and the left ones where they begin it.
 */
export function flanksOf(sequence: string, { window, frame }: Framed): Stretch[] {
  if (!frame) return [];
  const { length } = sequence;
  const [left, right] = [frame.left.length, frame.right.length];
  const hasLeft = length === window || sequence.startsWith(frame.left);
  const flanks: Stretch[] = [
    [0, hasLeft ? left : 0],
    [Math.max(0, length - right), length],
  ];
  return flanks.filter(([from, to]) => to > from);
}

/** How many bases between the flanks a full construct has room for. */
export function insertLength({ window, frame }: Framed): number {
  return window - (frame ? frame.left.length + frame.right.length : 0);
}
