/** Which values the ends of a map's colours stand for. */
export interface ColourScale {
  /** Ratios have a zero that means "as in the reference"; levels only have less and more. */
  kind: "diverging" | "sequential";
  low: number;
  high: number;
  /** Some values lie beyond the ends. */
  isClipped: boolean;
}

/** So many values have a few extremes that would leave the others without a difference. */
const fewestClipped = 500;
const shareBeyond = 1 / 200;
const usualStep = 0.5;
/** Where all ratios are smaller, they would have the colour of zero. */
const smallestRatio = 0.05;
/** Enough of a genome's values to know where its extremes begin. */
const mostSorted = 50_000;

/** The scale of responses: a probability's is known, that of levels and ratios is told by the values. */
export function responseScale(
  values: Float32Array,
  { isRelative, isProbability }: { isRelative: boolean; isProbability: boolean },
): ColourScale {
  if (isProbability) {
    const isClipped = values.some((value) => value < 0 || value > 1);
    return { kind: "sequential", low: 0, high: 1, isClipped };
  }
  // What is relative to a reference has a zero that means "as in the reference"; the zero of a level means nothing.
  return colourScale(values, isRelative ? "diverging" : "sequential");
}

/** The scale of each column of a map, row after row in `values`: what is measured in another unit has ends of its own. */
export function responseScales(
  values: Float32Array,
  units: readonly string[],
  about: Parameters<typeof responseScale>[1],
): ColourScale[] {
  const different = new Set(units);
  const valuesIn = (unit: string) =>
    different.size < 2 ? values : values.filter((_, at) => units[at % units.length] === unit);
  const scales = new Map([...different].map((unit) => [unit, responseScale(valuesIn(unit), about)]));
  return units.map((unit) => scales.get(unit)!);
}

/** Ends that read well in a legend; those of a diverging scale are alike on both sides. */
export function colourScale(values: Float32Array, kind: ColourScale["kind"]): ColourScale {
  let [least, most] = [Infinity, -Infinity];
  const every = Math.ceil(values.length / mostSorted);
  const sizes = values.filter((value, at) => {
    if (Number.isNaN(value)) return false;
    const size = kind === "diverging" ? Math.abs(value) : value;
    [least, most] = [Math.min(least, size), Math.max(most, size)];
    return at % every === 0;
  });
  if (kind === "diverging") sizes.forEach((value, at) => (sizes[at] = Math.abs(value)));
  if (most < least) [least, most] = [0, 0];
  const isLong = sizes.length > fewestClipped;
  if (isLong) sizes.sort();
  const beyond = Math.floor(sizes.length * shareBeyond);
  const [from = least, to = most] = isLong ? [sizes[beyond], sizes.at(-1 - beyond)] : [];
  const step = kind === "diverging" ? stepFor(to, smallestRatio) : stepFor(to - from, usualStep);
  const high = up(to, step);
  if (kind === "diverging") {
    const end = step < usualStep ? high : Math.max(1, high);
    return { kind, low: -end, high: end, isClipped: most > end };
  }
  const low = Math.min(-up(-from, step), high - step);
  return { kind, low, high, isClipped: least < low || most > high };
}

/** Halves; for values that are small beside `smallest`, a tenth, a hundredth, … of them. */
function stepFor(size: number, smallest: number): number {
  if (!(size > 0) || size >= smallest) return usualStep;
  return usualStep * 10 ** Math.floor(Math.log10(size / smallest));
}

/** The next number of whole steps, without the digits that dividing leaves behind. */
const up = (value: number, step: number) => Number((Math.ceil(value / step) * step).toPrecision(6));

/** Where a value is between the ends: from 0 to 1. */
export function placeOn({ low, high }: ColourScale, value: number): number {
  return Math.max(0, Math.min(1, (value - low) / (high - low)));
}
