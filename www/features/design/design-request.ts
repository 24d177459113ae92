import type { DesignOptions, Goal, Motif } from "../../engine/messages";
import type { Reads } from "../../engine/model-inputs";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { readExtras, type ExtraErrors, type Extras } from "./design-extras";

export const goalKinds = ["raise", "lower", "keep", "reach", "ignore"] as const;
export type GoalKind = (typeof goalKinds)[number];
/** Promoters that are kept after each mutation; 0 stands for an evolutionary search. */
export const beams = [1, 3, 8, 0] as const;
export type Beam = (typeof beams)[number];

/** Generations of an evolutionary search. */
const generations = 40;

const mostChanges = 20;
const heaviest = 100;

/** A goal as it stands in its fields. */
export interface GoalField {
  column: ConditionColumn;
  kind: GoalKind;
  weight: string;
  /** The lowest and the highest response that is wanted, of a goal to reach. */
  low: string;
  high: string;
}

export const untouched = { weight: "1", low: "", high: "" };

/** A protected region as it stands in its fields: positions from the anchor, both included. */
export interface RegionField {
  from: string;
  to: string;
}

export interface DesignFields {
  goals: GoalField[];
  changes: string;
  beam: Beam;
  regions: RegionField[];
  protectsFixed: boolean;
  /** What that protects, as pairs of first and last position. */
  fixed: [number, number][];
  extras: Extras;
}

/** What is wrong, beside the field that it is wrong in. */
export interface DesignErrors {
  goals?: string;
  weights: (string | undefined)[];
  targets: (string | undefined)[];
  extras: ExtraErrors;
  changes?: string;
  regions: (string | undefined)[];
  protection?: string;
}

/** A search that can be run. */
export interface DesignRequest {
  columns: ConditionColumn[];
  goals: Goal[];
  options: DesignOptions;
  /** Names of the motifs that may be written. */
  motifNames: string[];
}

/** Reads the fields for a promoter, of which a model reads a window; `motifs` are those that are known by name. */
export function readDesign(
  fields: DesignFields,
  reads: Reads,
  sequence: string,
  motifs: readonly Motif[],
): { request: DesignRequest } | { errors: DesignErrors } {
  const errors: DesignErrors = {
    weights: fields.goals.map(({ kind, weight }) =>
      kind === "ignore" || readWeight(weight) ? undefined : strings.design.badWeight,
    ),
    targets: fields.goals.map((goal) =>
      goal.kind === "reach" && !readTarget(goal) ? strings.design.badTarget : undefined,
    ),
    regions: fields.regions.map((region) => regionProblem(region, reads)),
    extras: {},
  };
  const read = readExtras(fields.extras, motifs);
  errors.extras = read.errors;
  const wanted = fields.goals.filter(({ kind }) => kind !== "ignore");
  if (!wanted.some(({ kind }) => kind === "raise" || kind === "lower" || kind === "reach"))
    errors.goals = strings.design.needsGoal;
  const changes = readInteger(fields.changes);
  if (changes === undefined || changes < 1 || changes > mostChanges)
    errors.changes = strings.design.badChanges;
  const forbidden = protectedRegions(fields).map(([from, to]): [number, number] => [
    Math.max(0, reads.upstream + from),
    reads.upstream + to + 1,
  ]);
  const beside = [errors.weights, errors.targets, errors.regions, Object.values(errors.extras)];
  const hasErrors = errors.goals ?? errors.changes ?? beside.flat().find(Boolean);
  if (!hasErrors && !isAnyFree(forbidden, reads.window, sequence.length))
    errors.protection = strings.design.nothingFree(reads.name || "promoter");
  if (hasErrors || errors.protection || changes === undefined) return { errors };
  const { motifNames, ...options } = read.extras;
  return {
    request: {
      columns: wanted.map(({ column }) => column),
      goals: wanted.map(asGoal),
      options: {
        changes,
        beam: fields.beam || 1,
        ...(fields.beam ? {} : { generations }),
        forbidden,
        before: sequence.slice(0, Math.max(0, sequence.length - reads.window)),
        ...options,
      },
      motifNames,
    },
  };
}

/** The regions whose fields can be read, as pairs of first and last position. */
export function protectedRegions({
  regions,
  protectsFixed,
  fixed,
}: Pick<DesignFields, "regions" | "protectsFixed" | "fixed">): [number, number][] {
  const own = regions.flatMap(({ from, to }): [number, number][] => {
    const [first, last] = [readPosition(from), readPosition(to)];
    return first !== undefined && last !== undefined && first <= last ? [[first, last]] : [];
  });
  return protectsFixed ? [...own, ...fixed] : own;
}

/** First and last position, from the anchor, of a region that the sequence has. */
export function exampleRegion(reads: Pick<Reads, "upstream" | "downstream"> | undefined): [number, number] {
  const { upstream, downstream } = reads ?? { upstream: 120, downstream: 0 };
  if (upstream > 1) return [-Math.min(120, upstream), -Math.min(60, Math.ceil(upstream / 2))];
  return [0, Math.min(60, downstream) - 1];
}

function regionProblem({ from, to }: RegionField, reads: Reads): string | undefined {
  // A region that was added and not filled in protects nothing.
  if (!from.trim() && !to.trim()) return undefined;
  const { upstream, downstream } = reads;
  const [first, last] = [readPosition(from), readPosition(to)];
  const isPosition = (at: number | undefined) => at !== undefined && at < downstream && at >= -upstream;
  if (!isPosition(first) || !isPosition(last)) return strings.design.badPosition(upstream, downstream);
  return first !== undefined && last !== undefined && first > last
    ? strings.design.badOrder(exampleRegion(reads))
    : undefined;
}

function isAnyFree(forbidden: [number, number][], window: number, length: number): boolean {
  for (let at = Math.max(0, window - length); at < window; at++)
    if (!forbidden.some(([from, to]) => from <= at && at < to)) return true;
  return false;
}

function asGoal(field: GoalField): Goal {
  const { kind } = field;
  const weight = readWeight(field.weight) ?? 1;
  if (kind === "ignore") return { kind };
  if (kind !== "reach") return { kind, weight };
  const [low, high] = readTarget(field) ?? [0, 0];
  return { kind, low, high, weight };
}

/** A range, or one value twice where one field is empty. */
function readTarget({ low, high }: GoalField): [number, number] | undefined {
  const [from, to] = [readNumber(low.trim() ? low : high), readNumber(high.trim() ? high : low)];
  return from !== undefined && to !== undefined && from <= to ? [from, to] : undefined;
}

function readNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/^[\u2212\u2013]/, "-")
    .replace(",", ".");
  const value = Number(plain);
  return plain && Number.isFinite(value) ? value : undefined;
}

/** Whole numbers, with the typographic minus that the page itself shows. */
function readInteger(text: string): number | undefined {
  const plain = text.trim().replace(/^[\u2212\u2013]/, "-");
  return /^[-+]?\d{1,6}$/.test(plain) ? Number(plain) : undefined;
}

/** A position as the page shows it, without a 0, as the page counts: -1 is the base before the anchor, 0 the one behind. */
function readPosition(text: string): number | undefined {
  const shown = readInteger(text);
  if (!shown) return undefined;
  return shown < 0 ? shown : shown - 1;
}

function readWeight(text: string): number | undefined {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && value > 0 && value <= heaviest ? value : undefined;
}
