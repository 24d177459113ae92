import { tableLines, type TableFormat } from "./export-table";
import type { VariantScores } from "../variants/variants";

/** The columns and decimals of `cisight variants --percentiles --intervals`, as far as they are known, in the order of the input. */
export function variantTable({ variants, column }: VariantScores, format: TableFormat): string[] {
  const hasPercentiles = variants.some(({ percentile }) => percentile !== undefined);
  const hasIntervals = variants.some(({ intervals }) => intervals);
  const header = [
    ...["name", "condition", "reference", "alternative", "difference", "rank"],
    ...(hasIntervals ? ["lower_68", "upper_68", "lower_90", "upper_90"] : []),
    ...(hasPercentiles ? ["percentile"] : []),
  ];
  const lines = variants.map(({ name, reference, alternative, difference, rank, percentile, intervals }) => {
    const ends = intervals
      ? [intervals.likely, intervals.wide].flatMap(({ lower, upper }) => [lower, upper])
      : [];
    return [
      ...[name, column.name],
      ...[reference, alternative, difference].map((value) => value.toFixed(5)),
      String(rank),
      ...(hasIntervals ? [0, 1, 2, 3].map((at) => ends[at]?.toFixed(4) ?? "") : []),
      ...(hasPercentiles ? [percentile?.toFixed(1) ?? ""] : []),
    ];
  });
  return [tableLines([header, ...lines], format)];
}
