import type { DesignResult, Goal } from "../../engine/messages";
import type { Reads } from "../../engine/model-inputs";
import type { ConditionColumn } from "../conditions/conditions";
import type { DesignRequest } from "./design-request";
import type { PromoterRow } from "../promoters/promoters";
import { lookedAt } from "../inputs/looked-at";
import type { WhatIf } from "../bases/what-if";

/** One mutation of a design, with all before it. */
export interface DesignChange {
  /** From the anchor: -1 is the base before it, 0 the one behind. */
  position: number;
  from: string;
  to: string;
  /** A response a column. */
  responses: number[];
  /** The promoter after it. */
  sequence: string;
}

/** What a search found, and what it was asked. */
export interface DesignOutcome {
  row: PromoterRow;
  columns: ConditionColumn[];
  goals: Goal[];
  start: number[];
  steps: DesignChange[];
  /** For each condition, whether its goal was missed. */
  missed: boolean[];
  most: number;
  beam: number;
  /** First and last position of what was protected. */
  kept: [number, number][];
  milliseconds: number;
}

export function outcomeOf(
  row: PromoterRow,
  { columns, goals, options }: DesignRequest,
  result: DesignResult,
  { upstream, window }: Reads,
  milliseconds: number,
): DesignOutcome {
  let { sequence } = row;
  const steps = result.steps.map(({ position, base, responses }): DesignChange => {
    const at = position - window + sequence.length;
    const [from, to] = [sequence.charAt(at), "ACGT".charAt(base)];
    sequence = sequence.slice(0, at) + to + sequence.slice(at + 1);
    return { position: position - upstream, from, to, responses, sequence };
  });
  const kept = options.forbidden.map(([from, to]): [number, number] => [from - upstream, to - 1 - upstream]);
  return {
    row,
    columns,
    goals,
    start: result.start,
    steps,
    missed: result.missed,
    most: options.changes,
    beam: options.beam,
    kept,
    milliseconds,
  };
}

/** A goal that the best design misses: its condition, what was wanted of it, and how the response changes. */
export interface MissedGoal {
  name: string;
  wanted: "raise" | "lower";
  change: number;
}

export function missedGoals({ columns, goals, start, steps, missed }: DesignOutcome): MissedGoal[] {
  const reached = steps.at(-1)?.responses ?? start;
  return columns.flatMap(({ name }, at) => {
    const kind = goals[at]?.kind;
    if (!missed[at] || (kind !== "raise" && kind !== "lower")) return [];
    return [{ name, wanted: kind, change: (reached[at] ?? NaN) - (start[at] ?? NaN) }];
  });
}

/** How the promoter that a design was made for stands now. */
export interface GoalProgress {
  /** The promoter without edits, where it is still there with the sequence it had. */
  base: PromoterRow | undefined;
  /** How many mutations of the design it has now, where it has nothing else of its own. */
  applied: number | undefined;
}

export function goalProgressOf(
  { row, steps }: DesignOutcome,
  rows: PromoterRow[],
  whatIf: WhatIf,
): GoalProgress {
  const made = row.origin ?? row;
  const own = rows.find(({ key }) => key === made.key);
  const base = own && lookedAt(own, made.input);
  if (base?.sequence !== made.sequence) return { base: undefined, applied: undefined };
  const now = whatIf.sequenceOf(base);
  const applied = [row, ...steps].findIndex(({ sequence }) => sequence === now);
  return { base, applied: applied < 0 ? undefined : applied };
}
