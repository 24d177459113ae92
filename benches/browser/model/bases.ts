/** One-hot bases; those of an insert have constant ones around them. */
export interface BasesInput {
  name?: string;
  window: number;
  alphabet: string;
  frame?: { left: string; right: string };
}

/** How many of a window's bases are the sample's own. */
export function insertLength({ window, frame }: BasesInput): number {
  return window - (frame ? frame.left.length + frame.right.length : 0);
}
