import type { Calibration, ErrorQuantiles, Interval, Intervals } from "./messages";

/** Where the measured value of a response is to be expected: `schema::Calibration::of_response`, for thousands of cells that have crossed already. */
export function intervalsOf(
  calibration: Calibration | undefined,
  response: number,
  spread: number,
): Intervals | undefined {
  if (!calibration || !Number.isFinite(response) || !Number.isFinite(spread)) return undefined;
  return mapped(quantilesAt(calibration.response, response), (own) => scaled(own, spread, response));
}

/** Where the measured difference of two promoters in one condition is to be expected: `schema::Calibration::between_promoters`. */
export function betweenPromoters(
  calibration: Calibration | undefined,
  [first, firstSpread]: readonly [number, number],
  [second, secondSpread]: readonly [number, number],
): Intervals | undefined {
  return between(calibration?.promoters, first - second, Math.hypot(firstSpread, secondSpread));
}

/** The same of two versions of one sequence: `schema::Calibration::between_versions`. */
export function betweenVersions(
  calibration: Calibration | undefined,
  difference: number,
): Intervals | undefined {
  return between(calibration?.versions, difference, 1);
}

/** Whether the model cannot tell a value from nought. */
export const holdsNought = ({ lower, upper }: Interval) => lower <= 0 && upper >= 0;

function between(
  errors: ErrorQuantiles | undefined,
  difference: number,
  spread: number,
): Intervals | undefined {
  if (!errors || !Number.isFinite(difference) || !Number.isFinite(spread)) return undefined;
  const own = quantilesAt(errors, Math.abs(difference));
  const sided = difference < 0 ? mapped(own, negated) : own;
  return mapped(sided, (interval) => scaled(interval, spread, difference));
}

function quantilesAt({ at, intervals }: ErrorQuantiles, place: number): Intervals | undefined {
  const found = at.findIndex((own) => own >= place);
  const above = found < 0 ? at.length - 1 : found;
  const high = intervals[above];
  const [low, from = 0, to = 0] = [intervals[above - 1], at[above - 1], at[above]];
  if (!high || !low || found < 0) return high;
  const share = Math.min(1, Math.max(0, (place - from) / (to - from)));
  const mixed = (a: Interval, b: Interval) => ({
    lower: a.lower + share * (b.lower - a.lower),
    upper: a.upper + share * (b.upper - a.upper),
  });
  return { likely: mixed(low.likely, high.likely), wide: mixed(low.wide, high.wide) };
}

const mapped = (own: Intervals | undefined, change: (own: Interval) => Interval): Intervals | undefined =>
  own && { likely: change(own.likely), wide: change(own.wide) };

const scaled = ({ lower, upper }: Interval, factor: number, centre: number): Interval => ({
  lower: centre + factor * lower,
  upper: centre + factor * upper,
});

const negated = ({ lower, upper }: Interval): Interval => ({ lower: -upper, upper: -lower });
