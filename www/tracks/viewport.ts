/** The stretch of a promoter that is shown, in bases from its first; fractions let a zoom stay under the pointer. */
export interface Viewport {
  start: number;
  end: number;
}

const fewestBases = 12;

export function whole(length: number): Viewport {
  return { start: 0, end: length };
}

/** Keeps the stretch inside the promoter, without changing its size where that can be. */
export function clamp({ start, end }: Viewport, length: number): Viewport {
  const size = Math.min(length, Math.max(Math.min(fewestBases, length), end - start));
  const middle = (start + end) / 2;
  const first = Math.min(length - size, Math.max(0, middle - size / 2));
  return { start: first, end: first + size };
}

/** Shows `factor` times as many bases; the one at `fixed` stays where it is. */
export function zoom(view: Viewport, factor: number, fixed: number, length: number): Viewport {
  const size = view.end - view.start;
  const wanted = Math.min(length, Math.max(Math.min(fewestBases, length), size * factor));
  const share = (fixed - view.start) / size;
  const start = fixed - share * wanted;
  return clamp({ start, end: start + wanted }, length);
}

export function pan(view: Viewport, bases: number, length: number): Viewport {
  return clamp({ start: view.start + bases, end: view.end + bases }, length);
}

/** The nearest stretch of the same size that shows the base. */
export function reveal(view: Viewport, base: number, length: number): Viewport {
  if (base < view.start) return pan(view, base - view.start, length);
  if (base + 1 > view.end) return pan(view, base + 1 - view.end, length);
  return view;
}

/** A view of positions (from `first`, both ends included); of the whole promoter where none are given. */
export function ofPositions(
  positions: [number, number] | undefined,
  first: number,
  length: number,
): Viewport {
  if (!positions) return whole(length);
  return clamp({ start: positions[0] - first, end: positions[1] - first + 1 }, length);
}

/** The same positions from the anchor, after bases were inserted or deleted; all of it stays all of it. Each is first position and length. */
export function keepPositions(
  { start, end }: Viewport,
  [oldFirst, before]: readonly [number, number],
  [first, after]: readonly [number, number],
): Viewport {
  if (end - start >= before) return whole(after);
  return clamp({ start: start + oldFirst - first, end: end + oldFirst - first }, after);
}
