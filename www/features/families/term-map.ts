import type { FeatureShare, ModelDescription, TermsResult } from "../../engine/messages";
import { sampleOf } from "../../engine/model-inputs";
import type { Engine } from "../../engine/engine";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { contentOfColumn, contentOfRow } from "../map/columns";
import type { Grid } from "../map/grid";
import { MapOrder } from "../map/map-order";
import type { Predictions } from "../map/predictions";
import type { Cell } from "../map/same-cell";
import type { PromoterRow } from "../promoters/promoters";
import { Families } from "./families";
import { titleOf } from "./family-names";
import type { TermMapKind } from "./term-map-kinds";

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
  readonly termMap: TermMapKind | undefined;
}

/** What families of TFs add to many responses, as a map; computed only while somebody looks. */
export class TermMap extends Watched {
  readonly task = new Task<Grid>(() => this.changed());
  readonly order: MapOrder;

  private constructor(private readonly bench: Bench) {
    super();
    this.order = new MapOrder((ask, options) => bench.engine.cluster(ask, options));
  }

  static readonly of = oncePerModel((bench: Bench) => new TermMap(bench));

  protected followed(): [Predictions, Families] {
    return [this.bench.predictions, Families.of(this.bench)];
  }

  protected leave(): void {
    this.task.leave();
  }

  /** The cell of the chosen response and family. */
  get cell(): Cell {
    const { result } = this.task;
    const { cell } = this.bench.predictions;
    const name = Families.of(this.bench).chosen?.name;
    const find = (all: readonly { key: string }[] = []) =>
      Math.max(
        0,
        all.findIndex(({ key }) => key === name),
      );
    return this.bench.termMap === "conditions"
      ? { row: find(result?.rows), column: cell.column }
      : { row: cell.row, column: find(result?.columns) };
  }

  /** Chooses the response and the family that a cell is of. */
  select({ row, column }: Cell): void {
    const { result } = this.task;
    const { predictions, termMap } = this.bench;
    const family = termMap === "conditions" ? result?.rows[row] : result?.columns[column];
    if (family) Families.of(this.bench).choose(family.key);
    const { cell } = predictions;
    predictions.select(termMap === "conditions" ? { row: cell.row, column } : { row, column: cell.column });
  }

  follow(): void {
    const { termMap, predictions, engine, model } = this.bench;
    const { chosen, grid } = predictions;
    const features = Families.of(this.bench).sum.result?.answer.features;
    if (!this.isWatched || !termMap || !chosen || !grid?.isComplete || !features) return;
    const isOfConditions = termMap === "conditions";
    const rows = isOfConditions ? [chosen.row] : grid.rows;
    const columns = isOfConditions ? grid.columns : [chosen.column];
    const inputs = [termMap, ...rows.flatMap(contentOfRow), ...columns.flatMap(contentOfColumn)];
    this.task.follow(inputs, 0, async (options) => {
      const start = performance.now();
      const width = columns[0]?.values.length ?? 0;
      const conditions = new Float32Array(columns.length * width);
      columns.forEach(({ values }, at) => conditions.set(values, at * width));
      const ask = { samples: rows.map(sampleOf), conditions, conditionCount: columns.length };
      const answer = await engine.analysis.ask("terms", ask, options);
      const [names, responses] = asMatrix(answer, features, model, isOfConditions);
      return {
        nouns: isOfConditions ? strings.map.termsOfConditions : strings.map.termsOfPromoters,
        rows: isOfConditions ? names.map(rowOf) : grid.rows,
        columns: isOfConditions ? grid.columns : names.map(columnOf),
        responses,
        spreads: new Float32Array(responses.length),
        backend: "cpu" as const,
        milliseconds: performance.now() - start,
        isComplete: true,
      };
    });
  }
}

interface FamilyName {
  key: string;
  name: string;
}

/** Families by what they are called, and their terms: a column a family, or, `turned`, a row. */
function asMatrix(
  { features: all, contributions }: TermsResult,
  features: readonly FeatureShare[],
  model: ModelDescription | undefined,
  turned: boolean,
): [FamilyName[], Float32Array] {
  const places = features.map(({ name }) => all.indexOf(name));
  const names = features.map((family) => ({ key: family.name, name: titleOf(family, model) }));
  const lines = contributions.length / Math.max(1, all.length);
  const values = new Float32Array(lines * features.length);
  for (let line = 0; line < lines; line++)
    places.forEach((place, at) => {
      const to = turned ? at * lines + line : line * features.length + at;
      values[to] = contributions[line * all.length + place] ?? NaN;
    });
  return [names, values];
}

function columnOf({ key, name }: FamilyName): ConditionColumn {
  return { key, name, detail: "", values: new Float32Array(), identity: () => key };
}

function rowOf({ key, name }: FamilyName): PromoterRow {
  return { key, name, detail: "", sequence: "", identity: () => key };
}
