import type { Engine } from "../../engine/engine";
import type { ModelSummary } from "../../engine/manifest";
import type { ModelDescription } from "../../engine/messages";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import type { Predictions } from "../map/predictions";
import type { Gene, PromoterRow, Promoters } from "../promoters/promoters";
import { evidenceOf, type GeneEvidence } from "./evidence";

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  about: ModelSummary | undefined;
  predictions: Predictions;
  promoters: Promoters;
}

/** What experiments found of the chosen promoter's gene; fetched only while somebody looks. */
export class Evidence extends Watched {
  /** `found` is absent where nothing is known of the gene. */
  readonly task = new Task<{ of: Gene; found: GeneEvidence | undefined }>(() => this.changed());

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new Evidence(bench));

  protected followed(): Predictions[] {
    return [this.bench.predictions];
  }

  protected leave(): void {
    this.task.leave();
  }

  /** Whether any comes with the model. */
  get isThere(): boolean {
    return this.bench.about?.hasEvidence ?? false;
  }

  /** The gene of the model's own catalogue that a promoter is, or was before it was edited. */
  geneOf(row: PromoterRow): Gene | undefined {
    const { key } = row.origin ?? row;
    return this.isThere ? this.bench.promoters.genes.find(({ systematic }) => systematic === key) : undefined;
  }

  /** What is known of a promoter's gene; undefined while it is fetched, and where the promoter is of no gene. */
  knownOf(row: PromoterRow): { found: GeneEvidence | undefined } | undefined {
    const { result } = this.task;
    return result && result.of.systematic === this.geneOf(row)?.systematic ? result : undefined;
  }

  protected follow(): void {
    const { predictions, model, engine } = this.bench;
    const of = predictions.chosen && this.geneOf(predictions.chosen.row);
    if (this.isWatched && model && of)
      this.task.follow([of.systematic], 0, async (options) => ({
        of,
        found: await evidenceOf(of, model, engine.analysis, options),
      }));
  }
}
