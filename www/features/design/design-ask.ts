import type { Ask, DesignResult, Goal } from "../../engine/messages";
import { sampleOf } from "../../engine/model-inputs";
import type { ConditionColumn } from "../conditions/conditions";
import type { PromoterRow } from "../promoters/promoters";
import type { DesignRequest } from "./design-request";

/** A search as the engine is asked for it: a goal for each output of each condition, whether or not something is wanted of it. */
export function designAsk(row: PromoterRow, request: DesignRequest, outputs: number): Ask<"startDesign"> {
  const conditions = conditionsOf(request.columns);
  const goals = conditions.flatMap(() => Array.from({ length: outputs }, (): Goal => ({ kind: "ignore" })));
  placesOf(request.columns, outputs).forEach(
    (place, at) => (goals[place] = request.goals[at] ?? { kind: "ignore" }),
  );
  return {
    sample: sampleOf(row),
    conditions: Float32Array.from(conditions.flatMap((values) => [...values])),
    goals,
    options: request.options,
  };
}

/** What was found, of the columns that something was wanted of. */
export function wantedOf(result: DesignResult, request: DesignRequest, outputs: number): DesignResult {
  const places = placesOf(request.columns, outputs);
  const pick = <Value>(all: Value[]) => places.map((place) => all[place]!);
  return {
    ...result,
    start: pick(result.start),
    designs: result.designs.map((design) => ({
      ...design,
      startResponses: pick(design.startResponses),
      steps: design.steps.map((step) => ({ ...step, responses: pick(step.responses) })),
      missed: pick(design.missed),
    })),
  };
}

/** Each condition once, whichever of its outputs are wanted. */
export function conditionsOf(columns: readonly ConditionColumn[]): Float32Array[] {
  return [...new Set(columns.map(({ values }) => values))];
}

/** Where each of some columns stands among all outputs of their conditions. */
export function placesOf(columns: readonly ConditionColumn[], outputs: number): number[] {
  const conditions = conditionsOf(columns);
  return columns.map(({ values, output = 0 }) => conditions.indexOf(values) * outputs + output);
}
