import { unsigned } from "../../strings/format";

/** How far off, how large, how familiar. */
export const uncertainty = {
  running: "Changing natural promoters at random, to compare with…",
  cancelled: "The comparison with random changes was cancelled.",
  again: "Compare with random changes",
  ask: "How large is that?",
  askHelp: "Compares the change with random single-base changes of natural promoters in this condition",
  /** What percentiles are among. */
  background: (changes: number, promoters: number, source: string) =>
    `Percentile: of 100 random single-base changes of natural promoters in this condition, how many have a smaller effect (${changes.toLocaleString("en")} changes in ${promoters.toLocaleString("en")} promoters, ${source}).`,
  percentile: (percentile: number) =>
    `larger than ${share(percentile)} % of random single-base changes of natural promoters`,
  share,
  /** Where a difference is measured, of 100 of that kind. */
  versions: (likely: string) => `68 of 100 measured differences of single-base changes lie in ${likely}`,
  promoters: (likely: string, wide: string) =>
    `68 of 100 measured differences of two genes lie in ${likely}, 90 in ${wide}`,
  noVersions:
    "How far a measured difference of two versions of a promoter is off is not known: none was at hand for this model.",
} as const;

/** One decimal, and never 100 for what is not above all. */
function share(percentile: number): string {
  return unsigned(percentile >= 100 ? 100 : Math.min(99.9, percentile), 1);
}
