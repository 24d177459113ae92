import type { Engine } from "../../engine/engine";
import { readsOf, sampleOf } from "../../engine/model-inputs";
import type { FeatureShare, FeaturesResult, ModelDescription } from "../../engine/messages";
import type { CallOptions } from "../../engine/rpc";
import { oncePerModel } from "../../state/once";
import { Task } from "../../state/task";
import { Watched } from "../../state/watched";
import { askOf, contentOf, type Place } from "../map/columns";
import type { Predictions } from "../map/predictions";
import { siteEdits, type SiteEdits } from "./site-edits";

/** Whether a model's responses are sums of terms that are TFs' own. */
export function hasTerms({ features, tfLevels }: ModelDescription["capabilities"]): boolean {
  return features && tfLevels;
}

/** A response as a sum over families of TFs. */
export interface FamilySum extends Place {
  answer: FeaturesResult;
}

/** Responses of the promoter with each site of a family changed. */
export interface SitePreviews {
  of: FeatureShare;
  /** One a site. */
  edits: readonly (SiteEdits & { replacedResponse: number; deletedResponse: number })[];
}

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
}

/** The terms of the chosen response, and the family whose sites are looked at; computed only while somebody looks. */
export class Families extends Watched {
  readonly sum = new Task<FamilySum>(() => this.follow());
  readonly previews = new Task<SitePreviews>(() => this.changed());
  private name: string | undefined;

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new Families(bench));

  protected followed(): Predictions[] {
    return [this.bench.predictions];
  }

  protected leave(): void {
    for (const task of [this.sum, this.previews]) task.leave();
  }

  /** The family that the visitor chose, by its name; it stays chosen in other promoters and conditions. */
  get chosenName(): string | undefined {
    return this.name;
  }

  /** That family, or the one that adds most. */
  get chosen(): FeatureShare | undefined {
    const { features = [] } = this.sum.result?.answer ?? {};
    return features.find(({ name }) => name === this.name) ?? bySize(features)[0];
  }

  choose(name: string): void {
    this.name = name;
    this.follow();
  }

  /** Looks at the family of a TF; of its families, at the one that adds most. */
  chooseTf(tf: number): void {
    const { features = [] } = this.sum.result?.answer ?? {};
    const family = bySize(features).find(({ tfs }) => tfs.includes(tf));
    if (family) this.choose(family.name);
  }

  protected follow(): void {
    const { chosen } = this.bench.predictions;
    if (this.isWatched && chosen) {
      const { analysis } = this.bench.engine;
      this.sum.follow(contentOf(chosen), 0, async (options) => ({
        ...chosen,
        answer: await analysis.ask("features", askOf(chosen), options),
      }));
      const { result } = this.sum;
      const family = this.chosen;
      if (family && result && this.sum.isOf(contentOf(chosen)))
        this.previews.follow([result, family], 0, (options) => this.preview(result, family, options));
    }
    this.changed();
  }

  private async preview(
    { row, column }: FamilySum,
    of: FeatureShare,
    options: CallOptions,
  ): Promise<SitePreviews> {
    const { model, engine } = this.bench;
    if (!model) return { of, edits: [] };
    const edits = of.sites.map((site) => siteEdits(row.sequence, site, readsOf(model, row.input)));
    if (!edits.length) return { of, edits: [] };
    const samples = edits.flatMap(({ replaced, deleted }) =>
      [replaced, deleted].map((sequence) => sampleOf({ ...row, sequence })),
    );
    const ask = { samples, conditions: column.values, conditionCount: 1 };
    const { responses } = await engine.analysis.ask("grid", ask, options);
    return {
      of,
      edits: edits.map((edit, at) => ({
        ...edit,
        replacedResponse: responses[2 * at] ?? NaN,
        deletedResponse: responses[2 * at + 1] ?? NaN,
      })),
    };
  }
}

/** The largest first, whatever the sign. */
export function bySize(features: readonly FeatureShare[]): FeatureShare[] {
  return [...features].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}
