import type { Goal } from "../../engine/messages";
import type { DesignOutcome } from "./design-outcome";

/** How good a response is for a goal, the more the better; only the order counts. */
export function merit(goal: Goal, natural: number, response: number): number {
  switch (goal.kind) {
    case "raise":
      return response;
    case "lower":
      return -response;
    case "keep":
      return -Math.abs(response - natural);
    case "reach":
      return -Math.max(goal.low - response, response - goal.high, 0);
    case "ignore":
      return 0;
  }
}

/** The responses that a design ends with. */
export const reached = ({ startResponses, steps }: DesignOutcome): number[] =>
  steps.at(-1)?.responses ?? startResponses;

/** For each design, whether no other one is as good in every goal and better in one. */
export function onFront(designs: readonly DesignOutcome[]): boolean[] {
  const merits = designs.map((design) =>
    reached(design).map((response, at) =>
      merit(design.goals[at] ?? { kind: "ignore" }, design.natural[at] ?? NaN, response),
    ),
  );
  const beats = (one: number[], other: number[]) =>
    one.every((value, at) => value >= (other[at] ?? NaN)) &&
    one.some((value, at) => value > (other[at] ?? NaN));
  return merits.map((own) => !merits.some((other) => beats(other, own)));
}
