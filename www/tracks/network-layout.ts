/** A line of a network: a share of the largest, with its sign. */
export interface Edge {
  tf: number;
  promoter: number;
  value: number;
}

export interface Network {
  /** Those that raise on top, those that lower at the bottom. */
  tfs: number[];
  edges: Edge[];
  largest: number;
}

/** Of a TF's contributions only those that can be seen. */
const leastShare = 0.12;

/** The TFs that contribute most to any promoter, with the contributions that stand out; `contributions` is promoters x TFs. */
export function strongestNetwork(contributions: Float32Array, promoters: number, most: number): Network {
  const width = promoters ? contributions.length / promoters : 0;
  const value = (tf: number, promoter: number) => contributions[promoter * width + tf] ?? 0;
  const rows = [...Array(promoters).keys()];
  const size = (tf: number) => Math.max(...rows.map((promoter) => Math.abs(value(tf, promoter))));
  const sizes = [...Array(width).keys()].map((tf) => ({ tf, size: size(tf) }));
  const strongest = sizes.sort((a, b) => b.size - a.size).slice(0, most);
  const largest = strongest[0]?.size ?? 0;
  const edges = strongest
    .flatMap(({ tf }) => rows.map((promoter) => ({ tf, promoter, value: value(tf, promoter) })))
    .filter((edge) => Math.abs(edge.value) > leastShare * largest)
    .sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
  const sum = (tf: number) => rows.reduce((total, promoter) => total + value(tf, promoter), 0);
  const tfs = strongest
    .filter(({ size }) => size > leastShare * largest)
    .map(({ tf }) => tf)
    .sort((a, b) => sum(b) - sum(a));
  return { tfs, edges, largest };
}

/** Where `count` things stand along a side of this length: evenly, with half a step at both ends. */
export function spread(count: number, length: number): (at: number) => number {
  return (at) => ((at + 0.5) / count) * length;
}
