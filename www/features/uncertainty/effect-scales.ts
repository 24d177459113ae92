import type { EffectScale } from "../../engine/effect-scale";
import type { EngineOwner } from "../../engine/engine";
import type { ModelSummary } from "../../engine/manifest";
import type { ModelDescription } from "../../engine/messages";
import type { CallOptions } from "../../engine/rpc";
import { Observable } from "../../state/observable";
import { Task } from "../../state/task";
import type { ConditionColumn } from "../conditions/conditions";
import { genomeName, type Genomes } from "../genomes/genomes";

interface Bench extends EngineOwner {
  readonly model: ModelDescription | undefined;
  readonly about: ModelSummary | undefined;
  readonly genomes: Genomes;
}

type Column = Pick<ConditionColumn, "values" | "output">;

/** What random single-base changes of natural promoters do in a condition, computed once for each that is asked about. */
export class EffectScales extends Observable {
  readonly task = new Task<EffectScale>(() => this.changed());
  /** By the levels of a condition, then by output and genome. */
  private computed = new WeakMap<Float32Array, Map<string, EffectScale>>();

  constructor(private readonly bench: Bench) {
    super();
  }

  /** Whether there are natural promoters to compare with. */
  isPossible({ output = 0 }: Column): boolean {
    const { model, about } = this.bench;
    if (!model) return false;
    if (model.outputs[output]?.effects) return true;
    return (
      model.inputs.length === 1 && (Boolean(about?.hasCatalogue) || this.bench.genomes.inUse !== undefined)
    );
  }

  /** The scale of a column, as far as it is known. */
  of({ values, output = 0 }: Column): EffectScale | undefined {
    const own = this.bench.model?.outputs[output];
    if (own?.effects) return { ...own.effects, source: own.effectsSource };
    return this.computed.get(values)?.get(this.keyOf(output));
  }

  /** The scale of a column, computed unless it is known; undefined where there is nothing to compare with. */
  async known(column: Column, options: CallOptions = {}): Promise<EffectScale | undefined> {
    if (!this.isPossible(column)) return undefined;
    return this.of(column) ?? this.compute(column, this.keyOf(column.output ?? 0), options);
  }

  /** Computes the scale of a column, unless it is known; one at a time, the last that was asked for. */
  follow(column: Column): void {
    if (!this.isPossible(column) || this.of(column)) return;
    const key = this.keyOf(column.output ?? 0);
    this.task.follow([this.bench.engine, column.values, key], 0, (options) =>
      this.compute(column, key, options),
    );
  }

  private async compute({ values, output }: Column, key: string, options: CallOptions): Promise<EffectScale> {
    const { engine, genomes, about, model } = this.bench;
    const source = genomes.inUse ? genomeName(genomes.inUse) : about?.genome || (model?.species ?? "");
    const genes = await engine.drawnGenes();
    options.signal?.throwIfAborted();
    const samples = genes.map(({ sequence }) => ({ sequence }));
    const ask = { samples, condition: values, ...(output !== undefined && { output }) };
    const scale = { ...(await engine.analysis.ask("effectScale", ask, options)), source };
    const known = this.computed.get(values) ?? new Map<string, EffectScale>();
    this.computed.set(values, known.set(key, scale));
    this.changed();
    return scale;
  }

  private keyOf(output: number): string {
    return `${this.bench.model?.id} ${this.bench.model?.version} ${output} ${this.bench.genomes.inUse?.id ?? ""}`;
  }
}
