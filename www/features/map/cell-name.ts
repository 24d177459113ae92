import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import type { PromoterRow } from "../promoters/promoters";

/** A value by its promoter and condition; by the promoter alone where the model knows no conditions. */
export function nameOfCell({ row, column }: { row: PromoterRow; column: ConditionColumn }): string {
  return column.isResponse ? row.name : strings.track.figureTitle(row.name, column.name);
}
