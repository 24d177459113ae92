import type { Analysis } from "../../engine/analysis";
import type { AttributionResult, TfChange, TfRankingResult } from "../../engine/messages";
import type { CallOptions } from "../../engine/rpc";
import type { ConditionColumn } from "../conditions/conditions";
import { askOf, askOfAll } from "../map/columns";
import type { PromoterRow } from "../promoters/promoters";

/** What a condition is compared with: another one, or the mean over the conditions that the model learned from. */
export interface Reference {
  /** Of a column; absent for the model's mean. */
  key?: string;
  name: string;
  values: Float32Array;
}

/** The promoter and condition that are looked at. */
export interface Chosen {
  row: PromoterRow;
  column: ConditionColumn;
}

/** What every TF contributes to the difference between a response and that in the reference. */
export interface Contributions extends Chosen {
  reference: Reference;
  answer: AttributionResult;
}

/** What the same change of every TF does to a response. */
export interface Effects extends Chosen {
  change: TfChange;
  response: number;
  effects: Float32Array;
}

/** What the same change of two TFs at once does, beside the changes of each. */
export interface Pairs extends Chosen {
  change: TfChange;
  tfs: number[];
  /** One a TF. */
  singles: number[];
  /** TFs x TFs, symmetric; the diagonal holds the singles. */
  together: number[][];
}

/** Contributions for several promoters at once. */
export interface Ranking {
  rows: PromoterRow[];
  column: ConditionColumn;
  reference: Reference;
  answer: TfRankingResult;
}

/** Levels as they are set in src/attribution/tf_effects.rs, log2 ratios to the reference sample. */
export const changes: Record<TfChange, (level: number) => number> = {
  "knock-out": () => -3,
  "knock-down": (level) => level - 1,
  overexpression: () => 4,
};

export async function contributions(
  analysis: Analysis,
  { row, column }: Chosen,
  reference: Reference,
  options: CallOptions,
): Promise<Contributions> {
  const ask = { ...askOf({ row, column }), method: "deeplift", shuffles: 0 } as const;
  const answer = await analysis.ask("attribution", { ...ask, reference: reference.values }, options);
  return { row, column, reference, answer };
}

export async function effects(
  analysis: Analysis,
  { row, column }: Chosen,
  change: TfChange,
  options: CallOptions,
): Promise<Effects> {
  const tfs = Uint32Array.from(column.values.keys());
  const ask = { ...askOfAll([row], column), change, tfs, pairs: false };
  const answer = await analysis.ask("tfEffects", ask, options);
  return { row, column, change, response: answer.references[0] ?? NaN, effects: answer.effects };
}

export async function pairs(
  analysis: Analysis,
  { row, column, change, effects }: Effects,
  tfs: number[],
  options: CallOptions,
): Promise<Pairs> {
  const ask = { ...askOfAll([row], column), change, tfs: Uint32Array.from(tfs) };
  const answer = await analysis.ask("tfEffects", { ...ask, pairs: true }, options);
  const singles = tfs.map((tf) => effects[tf] ?? NaN);
  const together = singles.map((single) => singles.map(() => single));
  let at = 0;
  for (let first = 0; first < tfs.length; first++)
    for (let second = first + 1; second < tfs.length; second++) {
      const effect = answer.effects[at++] ?? NaN;
      together[first]![second] = together[second]![first] = effect;
    }
  return { row, column, change, tfs, singles, together };
}

export async function ranking(
  analysis: Analysis,
  rows: PromoterRow[],
  column: ConditionColumn,
  reference: Reference,
  options: CallOptions,
): Promise<Ranking> {
  const ask = { ...askOfAll(rows, column), reference: reference.values };
  return { rows, column, reference, answer: await analysis.ask("tfRanking", ask, options) };
}

/** What two changes do together beyond the sum of what each does alone. */
export function excess({ singles, together }: Pairs, first: number, second: number): number {
  return (together[first]?.[second] ?? NaN) - (singles[first] ?? NaN) - (singles[second] ?? NaN);
}

/** Indices by the size of their values, the largest first. */
export function bySize(values: ArrayLike<number>, most = values.length): number[] {
  const size = (at: number) => Math.abs(values[at] ?? 0);
  return [...Array(values.length).keys()].sort((a, b) => size(b) - size(a)).slice(0, most);
}
