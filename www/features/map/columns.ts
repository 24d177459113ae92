import type { CellAsk, ModelDescription, SamplesAsk } from "../../engine/messages";
import { isSameSample, sampleOf } from "../../engine/model-inputs";
import { strings } from "../../strings/index";
import { units, type Predicted } from "../../strings/words";
import type { ConditionColumn } from "../conditions/conditions";
import type { PromoterRow } from "../promoters/promoters";

/** A row and a column: what a value of the map is of. */
export interface Place {
  row: PromoterRow;
  column: ConditionColumn;
}

/**
 * The columns of the map: each output in each condition, the outputs of a condition side by side. Of a model with one output they are the
 * conditions themselves.
 */
export function columnsOf(
  conditions: ConditionColumn[],
  model: ModelDescription | undefined,
): ConditionColumn[] {
  const outputs = model?.outputs ?? [];
  if (outputs.length < 2) return conditions;
  return conditions.flatMap((condition) => outputs.map((_, output) => ofOutput(condition, output, outputs)));
}

/** The same output of the condition that one was made of stands behind each that was adjusted. */
function ofOutput(
  { isResponse, origin, ...condition }: ConditionColumn,
  output: number,
  outputs: ModelDescription["outputs"],
): ConditionColumn {
  const { name } = outputs[output] ?? { name: "" };
  return {
    ...condition,
    // In front, so that what an adjusted condition's key ends in stays at its end.
    key: `${output + 1} ${condition.key}`,
    name: isResponse ? name : strings.map.outputIn(condition.name, name),
    output,
    ...(isResponse && { isOutput: true }),
    ...(origin && { origin: ofOutput(origin, output, outputs) }),
  };
}

/** What the responses of a column are measured in. */
export function unitOf(
  column: Pick<ConditionColumn, "output"> | undefined,
  model: ModelDescription | undefined,
): string {
  return model?.outputs[column?.output ?? 0]?.unit ?? strings.track.unit;
}

/** What all of some columns are measured in: each unit once. */
export function unitOfAll(columns: readonly ConditionColumn[], model: ModelDescription | undefined): string {
  return units(columns.length ? columns.map((column) => unitOf(column, model)) : [unitOf(undefined, model)]);
}

/** What the model predicts: its outputs by the unit that they are in. */
export function predictedBy(model: ModelDescription | undefined): Predicted[] {
  if (!model) return [{ names: [], unit: strings.track.unit }];
  const { outputs } = model;
  return [...new Set(outputs.map(({ unit }) => unit))].map((unit) => ({
    unit,
    names: outputs.filter((output) => output.unit === unit).map(({ name }) => name),
  }));
}

/** What all that a model predicts is measured in. */
export function unitOfModel(model: ModelDescription | undefined): string {
  return units(predictedBy(model).map(({ unit }) => unit));
}

/** A value of the map, as the engine is asked about it. */
export function askOf({ row, column }: Place): CellAsk {
  return { sample: sampleOf(row), ...inColumn(column) };
}

/** Several samples in a column, as the engine is asked about them. */
export function askOfAll(rows: readonly PromoterRow[], column: ConditionColumn): SamplesAsk {
  return { samples: rows.map(sampleOf), ...inColumn(column) };
}

function inColumn({ values, output }: ConditionColumn) {
  return { condition: values, ...(output !== undefined && { output }) };
}

/** What tells a value's content apart from any other's: each is the same thing as long as nothing about it changes. */
export function contentOf({ row, column }: Place): unknown[] {
  return [...contentOfRow(row), ...contentOfColumn(column)];
}

export function contentOfRow({ sequence, input, others = [] }: PromoterRow): unknown[] {
  return [sequence, input, ...others];
}

export function contentOfColumn({ values, output }: ConditionColumn): unknown[] {
  return [values, output];
}

export function isSameColumn(one: ConditionColumn, other: ConditionColumn): boolean {
  return one.values === other.values && one.output === other.output;
}

/** Whether two values have the same content, whatever they are called. */
export function isSamePlace(one: Place, other: Place): boolean {
  return isSameSample(one.row, other.row) && isSameColumn(one.column, other.column);
}
