import type { BackendChoice, BackendStatus } from "../engine/backends";
import type { Assets } from "../engine/assets";
import type { Engine } from "../engine/engine";
import { summaryOf, type ModelSummary } from "../engine/manifest";
import type { ModelDescription } from "../engine/messages";
import { sequencesOf } from "../engine/model-inputs";
import type { CallOptions } from "../engine/rpc";
import type { Conditions } from "../features/conditions/conditions";
import type { FurtherInputs } from "../features/inputs/further-inputs";
import type { Genomes } from "../features/genomes/genomes";
import type { Predictions } from "../features/map/predictions";
import type { Measurements } from "../features/measured/measurements";
import type { LoadedModel, ModelLoader } from "../features/models/model-loader";
import type { Models } from "../features/models/models";
import type { Promoters } from "../features/promoters/promoters";
import type { KeptGenome } from "../store/database";
import type { LinkState } from "../features/sessions/link";
import type { Variants } from "../features/variants/variants";
import { told } from "../state/message";
import { exampleState } from "./example";
import type { Panel } from "./panels";
import type { Phase } from "./phase";
import type { Restoring } from "./restoring";

interface Bench {
  engine: Engine;
  backend: BackendStatus;
  model: ModelDescription | undefined;
  about: ModelSummary | undefined;
  phase: Phase;
  readonly models: Models;
  readonly assets: Assets;
  readonly genomes: Genomes;
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly inputs: FurtherInputs;
  readonly measurements: Measurements;
  readonly variants: Variants;
  readonly predictions: Predictions;
  readonly restoring: Restoring;
  readonly panel: Panel;
  readonly state: LinkState;
  readonly stateWithHistory: LinkState;
  predict(): Promise<void>;
}

/** What the visitor types belongs to no model. */
const typed = ["sequences", "table", "further", "measured", "variants", "variantsOf"] as const;

/** Brings models into use: the first one, and others beside it, each found again as it was left. */
export class ModelSwitch {
  /** What each model was left with. */
  private readonly left = new Map<string, LinkState>();
  /** The genome that the visitor opened, by the id of what was cut out of it for a model. */
  private readonly opened = new Map<string, KeptGenome>();
  /** What another model is to begin with, where that is not what it was left with. */
  private awaited: LinkState | undefined;

  constructor(
    private readonly bench: Bench,
    private readonly loader: ModelLoader,
    private readonly choice: BackendChoice,
    private readonly changed: () => void,
  ) {}

  /** Loads another model to show a state with; false where it could not be loaded. */
  open(model: string, state: LinkState): Promise<boolean> {
    this.awaited = state;
    return this.bench.models.choose(model);
  }

  /** Loads another model beside the one in use; what it returns changes over. */
  async prepare(id: string, options: CallOptions, isRetry: boolean): Promise<() => Promise<void>> {
    this.bench.restoring.expect();
    const { awaited } = this;
    this.awaited = undefined;
    const loaded = await this.loader.loadBeside(id, options, isRetry);
    try {
      const genome = await this.genomeFor(loaded, options);
      return () => this.changeOver(loaded, awaited, genome);
    } catch (reason) {
      loaded.engine.rest();
      throw reason;
    }
  }

  /** The visitor's genome as the model reads it. */
  private async genomeFor({ model }: LoadedModel, options: CallOptions): Promise<KeptGenome | undefined> {
    const { inUse } = this.bench.genomes;
    if (!inUse) return undefined;
    const opened = this.opened.get(inUse.id) ?? inUse;
    if (sequencesOf(model).length < 2) return opened;
    const { genomeFor } = await import("../features/genomes/genome-fit");
    const genome = await genomeFor(model, opened, this.bench, options);
    if (genome !== opened) this.opened.set(genome.id, opened);
    return genome;
  }

  /** Makes a loaded model the one in use; returns the names of its example promoters. */
  async install({ model, folder, presets, example, exampleInputs }: LoadedModel): Promise<string[]> {
    const { bench } = this;
    bench.model = model;
    bench.about = summaryOf(model.id, folder.manifest);
    void bench.models.find(model.id);
    const [file, problem] = await presets.then(
      (file) => [file, undefined] as const,
      (reason: unknown) => [undefined, told(reason)] as const,
    );
    bench.conditions.use(model, file);
    if (problem) bench.conditions.missPresets(problem);
    await bench.inputs.use(model, await exampleInputs);
    await bench.promoters.use(model.frame, folder.hasCatalogue, await example);
    bench.phase = { state: "ready" };
    this.changed();
    return bench.promoters.examples.map(({ name }) => name);
  }

  /** Brings WebGPU up behind the CPU's first answers; whoever asked for it by name sees its own then. */
  async startWebGpu({ engine, model }: LoadedModel): Promise<void> {
    const { bench } = this;
    if (engine !== bench.engine) return;
    await engine.startWebGpu(model);
    if (this.choice !== "webgpu") return;
    const { predictions } = bench;
    await predictions.until(() =>
      [predictions.gridProgress, predictions.trackProgress].every(({ state }) => state !== "running"),
    );
    if (engine === bench.engine && engine.status.active === "webgpu") await bench.predict();
  }

  private async changeOver(
    loaded: LoadedModel,
    awaited: LinkState | undefined,
    genome: KeptGenome | undefined,
  ): Promise<void> {
    const { bench } = this;
    const { restoring, conditions } = bench;
    if (bench.model && bench.phase.state === "ready")
      this.left.set(bench.model.id, withoutTyped(bench.stateWithHistory));
    const ownGenes = genome && { genome: genome.id, genes: bench.state.genes };
    const before = bench.engine;
    restoring.isUnderWay = true;
    bench.predictions.clear();
    bench.engine = loaded.engine;
    bench.backend = loaded.engine.status;
    before.rest();
    const genes = await this.install(loaded).finally(() => (restoring.isUnderWay = false));
    const left = this.left.get(loaded.model.id);
    // What the visitor typed stays as it is by now; the view and the genes of the visitor's own genome go along.
    const kept = { panel: bench.panel, ...ownGenes };
    const state = awaited ?? (left && { ...left, ...kept });
    const example = exampleState(genes, conditions.presets);
    await restoring.show(state && { state }, { ...example, ...ownGenes, panel: bench.panel });
    void this.startWebGpu(loaded);
  }
}

function withoutTyped(state: LinkState): LinkState {
  const rest = { ...state };
  for (const part of typed) delete rest[part];
  return rest;
}
