import type { ConditionColumn } from "./conditions";

/** Responses in conditions are ratios to a reference; a model without conditions predicts a level, whose zero means nothing. */
export function scaleKind(columns: readonly ConditionColumn[]): "diverging" | "sequential" {
  return columns[0]?.isResponse ? "sequential" : "diverging";
}
