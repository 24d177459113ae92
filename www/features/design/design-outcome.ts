import type { DesignResult, DesignStep, Goal } from "../../engine/messages";
import type { Reads } from "../../engine/model-inputs";
import type { ConditionColumn } from "../conditions/conditions";
import type { DesignRequest } from "./design-request";
import type { PromoterRow } from "../promoters/promoters";
import { lookedAt } from "../inputs/looked-at";
import type { WhatIf } from "../bases/what-if";

/** One mutation of a design, with all before it. */
export interface DesignChange {
  /** From the anchor, before any mutation: -1 is the base before it, 0 the one behind. */
  position: number;
  /** What was changed, as the engine says it. */
  change: Pick<DesignStep, "at" | "removed" | "bases" | "motif">;
  /** The bases that were replaced or taken out, and what stands there instead; empty where there is none. */
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
  /** Responses of the promoter as it is. */
  natural: number[];
  /** What the search set out from: the promoter as it is, or another sequence made of it. */
  start: string;
  startResponses: number[];
  steps: DesignChange[];
  /** For each condition, whether its goal was missed. */
  missed: boolean[];
  most: number;
  beam: number;
  generations: number | undefined;
  /** Names of the motifs that may have been written. */
  motifNames: string[];
  /** First and last position of what was protected. */
  kept: [number, number][];
  /** Bases behind the anchor. */
  downstream: number;
  milliseconds: number;
}

export function outcomesOf(
  row: PromoterRow,
  { columns, goals, options, motifNames }: DesignRequest,
  result: DesignResult,
  { upstream, downstream }: Reads,
  milliseconds: number,
): DesignOutcome[] {
  const kept = options.forbidden.map(([from, to]): [number, number] => [from - upstream, to - 1 - upstream]);
  return result.designs.map(({ start, startResponses, steps, missed }): DesignOutcome => {
    // Bases that the model does not read at all may stand before what the engine was given.
    const natural = options.start === "natural" ? row.sequence : start;
    const ahead = natural.length - start.length;
    const made: DesignStep[] = [];
    return {
      row,
      columns,
      goals,
      natural: result.start,
      start: natural,
      startResponses,
      steps: steps.map((step): DesignChange => {
        const change = { ...step, at: step.at + ahead };
        made.push(change);
        const from = natural.slice(change.at, change.at + change.removed);
        const sequence = withChanges(natural, made);
        return {
          position: step.position - upstream,
          change,
          from,
          to: step.bases,
          responses: step.responses,
          sequence,
        };
      }),
      missed,
      most: options.changes,
      beam: options.beam,
      generations: options.generations,
      motifNames,
      kept,
      downstream,
      milliseconds,
    };
  });
}

/** A sequence with changes, all of which count its own bases. */
function withChanges(
  start: string,
  changes: readonly Pick<DesignStep, "at" | "removed" | "bases">[],
): string {
  const ordered = changes.toSorted((a, b) => a.at - b.at || a.removed - b.removed);
  let [sequence, done] = ["", 0];
  for (const { at, removed, bases } of ordered) {
    sequence += start.slice(done, at) + bases;
    done = at + removed;
  }
  return sequence + start.slice(done);
}

/** A goal that the best design misses: its condition, what was wanted of it, and how the response changes. */
export interface MissedGoal {
  name: string;
  wanted: Exclude<Goal, { kind: "keep" | "ignore" }>;
  change: number;
  reached: number;
}

export function missedGoals({
  columns,
  goals,
  natural,
  startResponses,
  steps,
  missed,
}: DesignOutcome): MissedGoal[] {
  const reached = steps.at(-1)?.responses ?? startResponses;
  return columns.flatMap(({ name }, at) => {
    const wanted = goals[at];
    if (!missed[at] || !wanted || wanted.kind === "keep" || wanted.kind === "ignore") return [];
    const response = reached[at] ?? NaN;
    return [{ name, wanted, change: response - (natural[at] ?? NaN), reached: response }];
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
  const applied = [{ sequence: made.sequence }, ...steps].findIndex(({ sequence }) => sequence === now);
  return { base, applied: applied < 0 ? undefined : applied };
}
