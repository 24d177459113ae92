import type { TfChange } from "../../engine/messages";
import { strings } from "../../strings/index";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import * as ask from "./tf-results";
import type { Chosen, Contributions, Effects, Pairs, Ranking, Reference } from "./tf-results";
import { contentOf, contentOfColumn, contentOfRow } from "../map/columns";
import type { Predictions } from "../map/predictions";
import { hasTerms } from "../families/families";
import { TfLevels } from "./tf-levels";
import type { Workbench } from "../../app/workbench";

/** Promoters of the network; more could not be told apart. */
export const mostNetworkPromoters = 12;
/** Pairs are looked at among so many TFs. */
const pairedByDefault = 8;
export const mostPaired = 12;
/** Rankings over so few promoters are done unasked. */
const shortRanking = 40;
/** While a slider moves, only the response follows; the rest comes when it rests. */
const restMs = 200;

/** Which TFs the model's response rests on, and what would change it; computed only while somebody looks. */
export class TfAnalysis extends Watched {
  change: TfChange = "knock-out";
  readonly levels: TfLevels;
  readonly contributions = new Task<Contributions>(() => this.follow());
  readonly effects = new Task<Effects>(() => this.follow());
  readonly pairs = new Task<Pairs>(() => this.follow());
  readonly network = new Task<Ranking>(() => this.follow());
  readonly ranking = new Task<Ranking>(() => this.follow());
  private referenceKey: string | undefined;
  /** TFs whose pairs the visitor asked for. */
  private paired: number[] | undefined;
  private mean: Reference | undefined;

  private constructor(private readonly bench: Workbench) {
    super();
    this.levels = new TfLevels(bench);
  }

  static readonly of = oncePerModel((bench: Workbench) => new TfAnalysis(bench));

  protected override enter(): void {
    this.bench.predictions.showTrack(false);
  }

  protected followed(): [Predictions, TfLevels] {
    return [this.bench.predictions, this.levels];
  }

  protected leave(): void {
    this.bench.predictions.showTrack(true);
    for (const task of [this.contributions, this.effects, this.pairs, this.network, this.ranking])
      task.leave();
  }

  /** Whether responses can be attributed to TF levels, which takes a backward pass. */
  get attributes(): boolean {
    return this.bench.model?.capabilities.gradients ?? true;
  }

  /** Whether a change of a TF is one of its own term, and not of its level. */
  get hasTerms(): boolean {
    const { model } = this.bench;
    return model !== undefined && hasTerms(model.capabilities);
  }

  /** Conditions that the chosen one can be compared with. */
  get references(): Reference[] {
    const { grid, chosen } = this.bench.predictions;
    const { column } = chosen ?? {};
    const others = (grid?.columns ?? []).filter(
      ({ key, output }) => key !== column?.key && output === column?.output,
    );
    return [this.modelMean(), ...others];
  }

  get reference(): Reference {
    const references = this.references;
    return references.find(({ key }) => key === this.referenceKey) ?? this.modelMean();
  }

  compareWith(key: string | undefined): void {
    this.referenceKey = key;
    this.follow();
  }

  setChange(change: TfChange): void {
    this.change = change;
    this.follow();
  }

  /** TFs whose pairs are shown: the chosen ones, or those of the largest effects. */
  get pairedTfs(): number[] {
    return this.paired ?? ask.bySize(this.effects.result?.effects ?? [], pairedByDefault);
  }

  get pairsAreChosen(): boolean {
    return this.paired !== undefined;
  }

  /** `undefined` goes back to the TFs of the largest effects. */
  pair(tfs: number[] | undefined): void {
    this.paired = tfs?.slice(0, mostPaired);
    this.follow();
  }

  /** Ranks the TFs over every promoter of the map, for the chosen condition. */
  rank(delayMs = 0): void {
    const { grid, chosen } = this.bench.predictions;
    if (!grid || !chosen) return;
    const { rows } = grid;
    const [{ column }, { reference }] = [chosen, this];
    const inputs = rankingInputs(rows, column, reference);
    const { state } = this.ranking.progress;
    if (state === "cancelled" || state === "failed") this.ranking.forget();
    this.ranking.follow(inputs, delayMs, (options) =>
      ask.ranking(this.bench.engine.analysis, rows, column, reference, options),
    );
  }

  /** Whether the ranking is that of the map and the chosen condition as they are now. */
  get rankingIsCurrent(): boolean {
    const { grid, chosen } = this.bench.predictions;
    return Boolean(
      grid && chosen && this.ranking.isOf(rankingInputs(grid.rows, chosen.column, this.reference)),
    );
  }

  protected follow(): void {
    const { chosen, grid } = this.bench.predictions;
    if (this.isWatched && chosen && grid && chosen.column.values.length) {
      const delay = this.levels.isMoving ? restMs : 0;
      this.explain(chosen, delay);
      if (this.attributes) {
        const others = grid.rows.filter((row) => row !== chosen.row);
        this.drawNetwork([chosen.row, ...others.slice(0, mostNetworkPromoters - 1)], chosen, delay);
        if (grid.rows.length <= shortRanking) this.rankUnasked(delay);
      }
    }
    this.changed();
  }

  private explain(chosen: Chosen, delay: number): void {
    const { analysis } = this.bench.engine;
    const { change, reference } = this;
    const cell = contentOf(chosen);
    if (this.attributes)
      this.contributions.follow([...cell, reference.values], delay, (options) =>
        ask.contributions(analysis, chosen, reference, options),
      );
    const inputs = [...cell, change];
    this.effects.follow(inputs, delay, (options) => ask.effects(analysis, chosen, change, options));
    const { result } = this.effects;
    if (!result || !this.effects.isOf(inputs)) return;
    const tfs = this.pairedTfs;
    // Terms add up: there is nothing to learn from two at once.
    if (tfs.length < 2 || this.hasTerms) return;
    this.pairs.follow([result, ...tfs], 0, (options) => ask.pairs(analysis, result, tfs, options));
  }

  private drawNetwork(rows: Ranking["rows"], { column }: Chosen, delay: number): void {
    const { reference } = this;
    const content = rows.flatMap((row) => [row.key, ...contentOfRow(row)]);
    const inputs = [...contentOfColumn(column), reference.values, ...content];
    this.network.follow(inputs, delay, (options) =>
      ask.ranking(this.bench.engine.analysis, rows, column, reference, options),
    );
  }

  private rankUnasked(delay: number): void {
    const { state } = this.ranking.progress;
    if (state !== "cancelled" && state !== "failed") this.rank(delay);
  }

  private modelMean(): Reference {
    const values = this.bench.model?.tfMeans ?? [];
    if (this.mean?.values.length !== values.length)
      this.mean = { name: strings.tfs.modelMean, values: Float32Array.from(values) };
    return this.mean;
  }
}

function rankingInputs(rows: Ranking["rows"], column: Ranking["column"], reference: Reference) {
  return [...contentOfColumn(column), reference.values, ...rows.flatMap(contentOfRow)];
}
