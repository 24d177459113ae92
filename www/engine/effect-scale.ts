import type { EffectScaleResult } from "./messages";

/** Random single-base changes of natural promoters, and whose promoters they were made in. */
export interface EffectScale extends EffectScaleResult {
  source: string;
}

/** Of 100 random changes, how many have a smaller effect, whatever its sign: `schema::EffectScale::percentile`. */
export function percentileOf({ effects }: EffectScale, effect: number): number | undefined {
  if (!effects.length || !Number.isFinite(effect)) return undefined;
  const size = Math.abs(effect);
  return (100 * (rank(effects, size) - rank(effects, -size))) / effects.length;
}

/** Of 100 random changes, how many lie below it, signs counted. */
export function signedPercentileOf({ effects }: EffectScale, effect: number): number | undefined {
  if (!effects.length || !Number.isFinite(effect)) return undefined;
  return (100 * rank(effects, effect)) / effects.length;
}

/** How many of the rising effects lie below, those alike by halves and those between by parts. */
function rank(effects: Float32Array, effect: number): number {
  const below = firstWhere(effects, (own) => own >= effect);
  const upto = firstWhere(effects, (own) => own > effect);
  if (upto > below) return (below + upto) / 2;
  const [low, high] = [effects[below - 1], effects[below]];
  return low === undefined || high === undefined ? below : below - 0.5 + (effect - low) / (high - low);
}

/** The first place of rising numbers where something holds that holds from there on. */
function firstWhere(numbers: Float32Array, holds: (own: number) => boolean): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(numbers[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
