/** The round number at or above a size that an axis ends with: 1, 2 or 5 times a power of ten. */
export function niceEnd(size: number): number {
  if (!(size > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  const step = [1, 2, 5, 10].find((times) => times * power >= size * 0.9999) ?? 10;
  return Number((step * power).toPrecision(2));
}
