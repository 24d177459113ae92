import { tableLines, type TableFormat } from "./export-table";
import type { VariantScores } from "../variants/variants";

/** The columns and decimals of `cisight variants`, in the order of the input. */
export function variantTable({ variants, column }: VariantScores, format: TableFormat): string[] {
  const header = ["name", "condition", "reference", "alternative", "difference", "rank"];
  const lines = variants.map(({ name, reference, alternative, difference, rank }) => [
    ...[name, column.name],
    ...[reference, alternative, difference].map((value) => value.toFixed(5)),
    String(rank),
  ]);
  return [tableLines([header, ...lines], format)];
}
