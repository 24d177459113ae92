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

/** The same positions from the start codon, after a promoter of another length took the place of the one before. */
export function shift({ start, end }: Viewport, change: number, length: number): Viewport {
  return clamp({ start: start + change, end: end + change }, length);
}
