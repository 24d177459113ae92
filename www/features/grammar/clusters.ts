import type { TermsResult } from "../../engine/messages";
import type { PromoterRow } from "../promoters/promoters";

/** Promoters whose features contribute alike. */
export interface Cluster {
  promoters: readonly PromoterRow[];
  /** Of their responses. */
  mean: number;
  deviation: number;
  /** Features by which it differs most from all promoters, and by how much. */
  features: readonly { name: string; by: number }[];
}

const mostNamed = 4;

/** The clusters, the highest mean response first, from the group of each promoter. */
export function clustersOf(
  rows: readonly PromoterRow[],
  { features, contributions }: TermsResult,
  groups: Uint32Array,
): Cluster[] {
  const width = features.length;
  const responses = rows.map((_, row) => sum(contributions.subarray(row * width, (row + 1) * width)));
  const everyone = rows.map((_, at) => at);
  const meanOf = (places: readonly number[], feature: number) =>
    places.reduce((total, row) => total + (contributions[row * width + feature] ?? 0), 0) / places.length;
  const all = features.map((_, feature) => meanOf(everyone, feature));
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => members.set(group, [...(members.get(group) ?? []), row]));
  const clusters = [...members.values()].map((places) => {
    const own = places.map((row) => responses[row] ?? 0);
    const mean = own.reduce((total, value) => total + value, 0) / own.length;
    const variance = own.reduce((total, value) => total + (value - mean) ** 2, 0) / own.length;
    const apart = features.map((name, feature) => ({
      name,
      by: meanOf(places, feature) - (all[feature] ?? 0),
    }));
    apart.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
    return {
      promoters: places.flatMap((row) => rows[row] ?? []),
      mean,
      deviation: Math.sqrt(variance),
      features: apart.slice(0, mostNamed),
    };
  });
  return clusters.sort((a, b) => b.mean - a.mean);
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
