import type { ModelDescription } from "../../engine/messages";
import { unitOf } from "../map/columns";
import type { ConditionColumn } from "../conditions/conditions";
import { decimal, modelName, tableLines, type TableFormat } from "./export-table";
import {
  changes,
  excess,
  type Contributions,
  type Effects,
  type Pairs,
  type Ranking,
} from "../tfs/tf-results";

type Table = (format: TableFormat) => string[];

/** A line a TF; the model's name ends every line, as in all tables of the page. */
function table(header: string[], rows: string[][], column: ConditionColumn, model: ModelDescription): Table {
  const name = modelName(model);
  const unit = unitOf(column, model);
  const all = [[...header, "unit", "model"], ...rows.map((row) => [...row, unit, name])];
  return (format) => [tableLines(all, format)];
}

function namesOf({ tfs }: ModelDescription, tf: number): [string, string] {
  return [tfs[tf]?.name ?? "", tfs[tf]?.id ?? ""];
}

export function contributionsTable(result: Contributions, model: ModelDescription): Table {
  const { row, column, reference, answer } = result;
  const header = ["promoter", "condition", "reference", "tf", "tf_systematic", "level", "reference_level"];
  const rows = Array.from(answer.tfs, (value, tf) => [
    row.name,
    column.name,
    reference.name,
    ...namesOf(model, tf),
    decimal(column.values[tf] ?? NaN),
    decimal(reference.values[tf] ?? NaN),
    decimal(value),
  ]);
  return table([...header, "contribution"], rows, column, model);
}

/** `terms`: of a model in which a change is one of a TF's own term, the TFs that have one; the others have no line. */
export function effectsTable(
  { row, column, change, effects, response }: Effects,
  model: ModelDescription,
  terms?: ReadonlySet<number>,
): Table {
  const levels = (level: number) => (terms ? [] : [decimal(level), decimal(changes[change](level))]);
  const rows = Array.from(effects, (effect, tf) => [
    row.name,
    column.name,
    change,
    ...namesOf(model, tf),
    ...levels(column.values[tf] ?? NaN),
    decimal(effect),
    decimal(response + effect),
  ]).filter((_, tf) => terms?.has(tf) ?? true);
  const header = ["promoter", "condition", "change", "tf", "tf_systematic"];
  const levelColumns = terms ? [] : ["level", "changed_level"];
  return table([...header, ...levelColumns, "effect", "response"], rows, column, model);
}

export function pairsTable(pairs: Pairs, model: ModelDescription): Table {
  const { row, column, change, tfs, singles, together } = pairs;
  const name = (at: number) => namesOf(model, tfs[at] ?? -1)[0];
  const rows = tfs.flatMap((_, first) =>
    tfs
      .slice(first + 1)
      .map((_, behind) => first + 1 + behind)
      .map((second) => [
        row.name,
        column.name,
        change,
        name(first),
        name(second),
        decimal(singles[first] ?? NaN),
        decimal(singles[second] ?? NaN),
        decimal(together[first]?.[second] ?? NaN),
        decimal(excess(pairs, first, second)),
      ]),
  );
  const header = ["promoter", "condition", "change", "tf_1", "tf_2", "effect_1", "effect_2"];
  return table([...header, "effect_together", "excess"], rows, column, model);
}

/** The contribution of every TF to every promoter of the network. */
export function networkTable({ rows, column, reference, answer }: Ranking, model: ModelDescription): Table {
  const all = rows.flatMap((row, at) =>
    model.tfs.map((_, tf) => [
      ...namesOf(model, tf),
      row.name,
      column.name,
      reference.name,
      decimal(answer.contributions[at * model.tfs.length + tf] ?? NaN),
    ]),
  );
  return table(
    ["tf", "tf_systematic", "promoter", "condition", "reference", "contribution"],
    all,
    column,
    model,
  );
}

export function rankingTable(ranking: Ranking, model: ModelDescription): Table {
  const { column, reference, answer } = ranking;
  const rows = Array.from(answer.tfs, (tf, at) => [
    column.name,
    reference.name,
    String(ranking.rows.length),
    ...namesOf(model, tf),
    decimal(column.values[tf] ?? NaN),
    decimal(reference.values[tf] ?? NaN),
    decimal(answer.means[at] ?? NaN),
    decimal(answer.sizes[at] ?? NaN),
    decimal(answer.deviations[at] ?? NaN),
  ]);
  const header = ["condition", "reference", "promoters", "tf", "tf_systematic", "level", "reference_level"];
  return table([...header, "mean_contribution", "mean_size", "standard_deviation"], rows, column, model);
}

/** The levels of a condition as the page and the command line read them: to be used again. */
export function levelsTable(name: string, values: Float32Array, model: ModelDescription): Table {
  const rows = Array.from(values, (value, tf) => [namesOf(model, tf)[1], decimal(value)]);
  return (format) => [tableLines([["TF", name], ...rows], format)];
}
