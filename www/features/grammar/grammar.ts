import type { Engine } from "../../engine/engine";
import { sampleOf } from "../../engine/model-inputs";
import type { ModelDescription } from "../../engine/messages";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import { contentOfColumn, contentOfRow } from "../map/columns";
import type { Predictions } from "../map/predictions";
import { clustersOf, type Cluster } from "./clusters";
import { readGrammar, type GrammarFile, type Kernel, type KernelPair } from "./grammar-file";

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
}

/** The distances of so many promoters are computed in about half a second. */
export const mostClustered = 1500;

/** What a model's features are read from in promoters at large, and the promoters of the map grouped by them; computed only while somebody looks. */
export class Grammar extends Watched {
  /** Nothing where the model comes without. */
  readonly file = new Task<GrammarFile | undefined>(() => this.changed());
  readonly clusters = new Task<readonly Cluster[]>(() => this.changed());
  private count = 3;
  private pair: KernelPair | undefined;

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new Grammar(bench));

  protected followed(): Predictions[] {
    return [this.bench.predictions];
  }

  protected leave(): void {
    this.file.leave();
    this.clusters.leave();
  }

  /** How many clusters are asked for. */
  get wanted(): number {
    return this.count;
  }

  want(count: number): void {
    this.count = count;
    this.follow();
    this.changed();
  }

  kernelOf(name: string): Kernel | undefined {
    return this.file.result?.kernels.find((kernel) => kernel.name === name);
  }

  /** The pair whose distances are looked at: the surest where none was chosen. */
  get chosenPair(): KernelPair | undefined {
    return this.pair ?? this.file.result?.pairs.find(({ spacing }) => spacing);
  }

  choosePair(pair: KernelPair): void {
    this.pair = pair;
    this.changed();
  }

  protected follow(): void {
    const { predictions, engine } = this.bench;
    if (!this.isWatched) return;
    this.file.follow([engine], 0, async () => {
      const text = await (await engine.folder).grammar();
      return text ? readGrammar(text) : undefined;
    });
    const { grid, chosen } = predictions;
    if (!grid?.isComplete || !chosen || grid.rows.length < 2 || grid.rows.length > mostClustered) return;
    const { rows } = grid;
    const inputs = [this.count, ...rows.flatMap(contentOfRow), ...contentOfColumn(chosen.column)];
    this.clusters.follow(inputs, 0, async (options) => {
      const ask = { samples: rows.map(sampleOf), conditions: chosen.column.values, conditionCount: 1 };
      const terms = await engine.analysis.ask("terms", ask, options);
      const count = Math.min(this.count, rows.length);
      const width = terms.features.length;
      const groups = await engine.analysis.ask(
        "groups",
        { values: terms.contributions, width, count },
        options,
      );
      return clustersOf(rows, terms, groups);
    });
  }
}
