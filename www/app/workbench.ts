import type { Assets } from "../engine/assets";
import type { BackendOptions, BackendStatus } from "../engine/backends";
import type { Engine } from "../engine/engine";
import { summaryOf, type ModelSummary } from "../engine/manifest";
import type { ModelDescription } from "../engine/messages";
import type { CallOptions } from "../engine/rpc";
import { Address, type Shown } from "./address";
import { Measurements } from "../features/measured/measurements";
import { Conditions, type ConditionColumn } from "../features/conditions/conditions";
import type { Figures } from "../strings/format";
import { figuresOf } from "../features/map/figures";
import { exampleState, type Beginning } from "./example";
import type { KeptGenome } from "../store/database";
import { catalogueOf, Genomes } from "../features/genomes/genomes";
import { inputsOf, setInputs, type Inputs } from "./inputs";
import type { LinkState } from "../features/sessions/link";
import { MapOrder } from "../features/map/map-order";
import { describe } from "../state/message";
import { load, ModelLoader, type LoadedModel } from "../features/models/model-loader";
import { Models } from "../features/models/models";
import { Observable } from "../state/observable";
import { Predictions } from "../features/map/predictions";
import { Promoters, type PromoterRow } from "../features/promoters/promoters";
import { strings } from "../strings/index";
import { Variants } from "../features/variants/variants";
import { whenIdle } from "../state/when-idle";
import { WhatIf } from "../features/bases/what-if";

/** The views of the chosen value. */
export const panelNames = ["bases", "tfs", "design", "variants"] as const;
export type Panel = (typeof panelNames)[number];

/** While it starts, how many bytes have been downloaded, and of how many; of 0 where that is not known. */
type Phase =
  | { state: "starting"; done: number; total: number }
  | { state: "ready" }
  | { state: "failed"; message: string };

export interface WorkbenchOptions extends BackendOptions {
  /** Where the state is kept: in the address of the page, or, inside somebody else's page, nowhere. */
  keepsAddress: boolean;
  begin?: Beginning;
}

/** The page's state and everything a visitor can do to it; the components only show it. */
export class Workbench extends Observable {
  /** Of the model in use: another model comes with another one. */
  engine: Engine;
  readonly models: Models;
  readonly genomes = new Genomes();
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly predictions: Predictions;
  readonly mapOrder: MapOrder;
  readonly measurements = new Measurements(this);
  readonly variants: Variants;
  readonly whatIf = new WhatIf((inputs) => void this.putBack(inputs));
  phase: Phase = starting(0, 0);
  model: ModelDescription | undefined;
  /** What its manifest says of it beside that. */
  about: ModelSummary | undefined;
  backend: BackendStatus;
  readonly address: Address;
  view: [number, number] | undefined;
  panel: Panel = "bases";
  private restoring = true;
  private isEditing = false;
  private readonly loader: ModelLoader;
  /** What each model was left with, to be found again. */
  private readonly left = new Map<string, LinkState>();
  /** The genes that were chosen from each genome when it was left; the model's own has no id. */
  private readonly leftGenes = new Map<string | undefined, string[]>();
  /** What another model is to begin with, where that is not what it was left with. */
  private awaited: LinkState | undefined;

  constructor(private readonly options: WorkbenchOptions) {
    super();
    this.loader = new ModelLoader(options, (engine, status) => {
      if (engine !== this.engine) return;
      this.backend = status;
      this.changed();
    });
    this.models = new Models(this.loader.registry, (...asked) => this.prepare(...asked));
    this.address = new Address(this, options.keepsAddress, options.begin?.model);
    this.engine = this.loader.engine(this.address.model);
    this.backend = this.engine.status;
    this.promoters = new Promoters(this);
    this.conditions = new Conditions(this);
    this.predictions = new Predictions(this);
    this.variants = new Variants(this);
    this.mapOrder = new MapOrder((ask, options) => this.engine.cluster(ask, options));
    for (const inputs of [this.promoters, this.conditions, this.whatIf])
      inputs.subscribe(() => {
        this.changed();
        if (!this.restoring && !this.isEditing) void this.predict(true);
      });
    for (const part of [this.measurements, this.models, this.genomes]) part.subscribe(() => this.changed());
    this.predictions.subscribe(() => {
      this.changed();
      void this.updateLink();
    });
  }

  /** Loads the model and shows the link's state, or the example; called again after a failure, it keeps what was typed. */
  async start(): Promise<void> {
    this.phase = starting(0, 0);
    this.changed();
    const report = (done: number, total: number) => {
      // What one download's failure leaves behind goes on for a moment.
      if (this.phase.state !== "starting") return;
      this.phase = starting(done, total);
      this.changed();
    };
    // So that the choice is on show before the weights are there.
    const listed = this.models
      .list()
      .then(() => this.models.find(this.address.model ?? this.models.defaultId));
    listed.catch(() => undefined);
    try {
      const loaded = await load(this.engine, { onProgress: report });
      performance.mark("cisight:model-ready");
      await listed;
      const genes = await this.install(loaded);
      await this.show(
        await this.address.read(loaded.model),
        exampleState(genes, this.conditions.presets, this.options.begin),
      );
      performance.mark("cisight:first-prediction");
      void this.startWebGpu(loaded);
      whenIdle(() => this.models.describeAll());
    } catch (reason) {
      this.phase = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  /** Resolves once the link's state or the example stands there: what a visitor chooses meanwhile comes after it and is not lost. */
  begun(): Promise<void> {
    return this.until(() => !this.isStarting);
  }

  /** Follows a link that was pasted into the address bar of the open page. */
  async followHash(): Promise<void> {
    if (this.phase.state !== "ready") return;
    await this.address.follow();
    this.changed();
  }

  /** The views that the model has something to say in. */
  get panels(): readonly Panel[] {
    const reads = this.model?.capabilities.tfLevels ?? true;
    return reads ? panelNames : panelNames.filter((name) => name !== "tfs");
  }

  /** How responses are written. */
  get figures(): Figures {
    return figuresOf(this.about, this.predictions.grid);
  }

  /** True from the first moment until the first prediction is there, and whenever another one runs. */
  get isBusy(): boolean {
    return this.isStarting || this.predictions.gridProgress.state === "running";
  }

  get isStarting(): boolean {
    return this.phase.state === "starting" || (this.phase.state === "ready" && this.restoring);
  }

  get assets(): Assets {
    return this.options.assets;
  }

  get keepsAddress(): boolean {
    return this.options.keepsAddress;
  }

  /** Ends the workers of a workbench that nobody sees; whatever is asked of it next starts them again. */
  rest(): void {
    this.engine.rest();
  }

  /** Everything that a link or a session file carries. */
  get state(): LinkState {
    const { promoters, conditions, predictions, whatIf, view, panel, model, genomes } = this;
    return {
      ...(model && { model: model.id }),
      ...(genomes.inUse && { genome: genomes.inUse.id }),
      genes: promoters.genes.map((gene) => gene.systematic),
      presets: conditions.chosen,
      everyPreset: conditions.presets.length > 0 && conditions.chosen.length === conditions.presets.length,
      cell: predictions.cell,
      ...(view && { view }),
      ...(panel !== "bases" && { panel }),
      edits: whatIf.shown,
      sequences: promoters.text.trim() ? promoters.text : "",
      table: conditions.text.trim() ? conditions.text : "",
      measured: this.measurements.text,
      variants: this.variants.text,
      ...(this.variants.of && { variantsOf: this.variants.of }),
    };
  }

  /** The same with all that was done to get there. */
  get stateWithHistory(): LinkState {
    const { edits, history } = this.whatIf;
    return { ...this.state, edits, history: { past: [...history.past], future: [...history.future] } };
  }

  /** Shows another state in the place of everything there is, with the model that it names; false where that could not be loaded. */
  async open(state: LinkState): Promise<boolean> {
    const { model } = state;
    if (model !== undefined && model !== this.model?.id && this.models.ids.includes(model)) {
      this.awaited = state;
      return this.models.choose(model);
    }
    this.promoters.genes = [];
    await this.show({ state }, state);
    this.changed();
    return true;
  }

  /** Goes on with the history of what is on show. */
  resumeHistory({ past, future }: NonNullable<LinkState["history"]>): void {
    this.whatIf.history.restore(past, future);
    this.changed();
  }

  /** What the address had no room for is known from elsewhere. */
  dismissMissing(): void {
    this.address.missing = [];
    this.changed();
  }

  /** Looks genes up in another genome, or, where none is given, in the model's own; what was chosen from it before comes back. */
  async useGenome(genome: KeptGenome | undefined): Promise<void> {
    const { inUse } = this.genomes;
    if (genome === inUse) return;
    this.leftGenes.set(
      inUse?.id,
      this.promoters.genes.map(({ systematic }) => systematic),
    );
    this.changeGenome(genome);
    await this.promoters.addGenes(this.leftGenes.get(genome?.id) ?? []);
  }

  /** Gives a model that the visitor added another title. */
  async renameModel(id: string, title: string): Promise<void> {
    await this.models.renameOwn(id, title);
    if (this.model?.id === id) this.model = { ...this.model, title };
    this.changed();
  }

  /** `isStep` where the visitor changed something, and could want to take it back. */
  predict(isStep = false): Promise<void> {
    const { whatIf } = this;
    const { tfs = [] } = this.model ?? {};
    const [{ rows }, { columns }] = [this.promoters, this.conditions];
    whatIf.settle({ rows, columns, inputs: inputsOf(this) }, isStep);
    return this.predictions.predict(
      whatIf.rows(rows),
      whatIf.columns(columns, (tf) => tfs[tf]?.name ?? ""),
    );
  }

  /** Brings back what an earlier step of the history was made in. */
  private async putBack(inputs: Inputs): Promise<void> {
    const { engine } = this;
    this.restoring = true;
    await setInputs(this, inputs);
    if (engine !== this.engine) return;
    this.restoring = false;
    await this.predict();
  }

  /** Gives a promoter another sequence, beside its own, and looks at it. */
  editSequence(row: PromoterRow, sequence: string, label: string): void {
    this.edit(() => ({ row: this.whatIf.editSequence(row, sequence, label) }));
  }

  /** Sets TF levels of a condition, beside its own, and looks at it; see {@link WhatIf.setLevels}. */
  setLevels(
    column: ConditionColumn,
    levels: Iterable<[number, number | undefined]>,
    label: string,
    gesture?: string,
  ): void {
    this.edit(() => ({ column: this.whatIf.setLevels(column, levels, label, gesture) }));
  }

  /** Makes a change that says what to look at next: known before the prediction that it asks for. */
  private edit(change: () => { row?: string; column?: string }): void {
    this.isEditing = true;
    this.predictions.follow(change());
    this.isEditing = false;
    void this.predict(true);
  }

  showPanel(panel: Panel): void {
    this.panel = panel;
    this.changed();
    void this.updateLink();
  }

  setView(view: [number, number] | undefined): void {
    this.view = view;
    if (view && this.model) this.predictions.focus = this.model.window + Math.round((view[0] + view[1]) / 2);
    else this.predictions.focus = undefined;
    void this.updateLink();
  }

  /** Loads another model beside the one in use; what it returns changes over. */
  private async prepare(id: string, options: CallOptions, isRetry: boolean): Promise<() => Promise<void>> {
    const { awaited } = this;
    this.awaited = undefined;
    const loaded = await this.loader.beside(id, options, isRetry);
    return () => this.changeOver(loaded, awaited);
  }

  private async changeOver(loaded: LoadedModel, awaited: LinkState | undefined): Promise<void> {
    if (this.model && this.phase.state === "ready") this.left.set(this.model.id, this.stateWithHistory);
    const { inUse: genome } = this.genomes;
    const ownGenes = genome && { genome: genome.id, genes: this.state.genes };
    const before = this.engine;
    this.restoring = true;
    this.predictions.clear();
    this.engine = loaded.engine;
    this.backend = loaded.engine.status;
    before.rest();
    const genes = await this.install(loaded).finally(() => (this.restoring = false));
    const left = this.left.get(loaded.model.id);
    // What the visitor typed goes along, and so do genes of the visitor's own genome.
    const [{ text: sequences }, { text: table }] = [this.promoters, this.conditions];
    const [{ text: measured }, { text: variants }] = [this.measurements, this.variants];
    const { of } = this.variants;
    const typed = { sequences, table, measured, variants, ...(of && { variantsOf: of }), ...ownGenes };
    const state = awaited ?? (left && { ...left, ...typed });
    const example = exampleState(genes, this.conditions.presets);
    await this.show(state && { state }, { ...example, ...ownGenes });
    void this.startWebGpu(loaded);
  }

  /** Makes a loaded model the one in use; returns the names of its example promoters. */
  private async install({ model, folder, presets, example }: LoadedModel): Promise<string[]> {
    this.model = model;
    this.about = summaryOf(model.id, folder.manifest);
    void this.models.find(model.id);
    const [file, problem] = await presets.then(
      (file) => [file, ""] as const,
      (reason: unknown) => [undefined, describe(reason)] as const,
    );
    this.conditions.use(model, file);
    if (problem) this.conditions.missPresets(problem);
    await this.promoters.use(model.frame, folder.hasCatalogue, await example);
    this.phase = { state: "ready" };
    this.changed();
    return this.promoters.examples.map(({ name }) => name);
  }

  private changeGenome(genome: KeptGenome | undefined): void {
    this.genomes.use(genome);
    this.engine.useCatalogue(genome && (() => catalogueOf(genome)));
    this.promoters.setGenome(genome?.id);
  }

  /** Brings WebGPU up behind the CPU's first answers; whoever asked for it by name sees its own then. */
  private async startWebGpu({ engine, model }: LoadedModel): Promise<void> {
    if (engine !== this.engine) return;
    await engine.startWebGpu(model);
    if (this.options.choice !== "webgpu") return;
    const { predictions } = this;
    await predictions.until(() =>
      [predictions.gridProgress, predictions.trackProgress].every(({ state }) => state !== "running"),
    );
    if (engine === this.engine && engine.status.active === "webgpu") await this.predict();
  }

  private async show(link: Shown, example: LinkState): Promise<void> {
    this.address.problem = link && "problem" in link ? link.problem : "";
    const state = link && "state" in link ? link.state : { ...example, ...link?.texts };
    this.address.missing = state.without ?? [];
    this.restoring = true;
    const { engine } = this;
    const genome = state.genome === undefined ? undefined : await this.genomes.find(state.genome);
    if (engine !== this.engine) return;
    const isLost = state.genome !== undefined && !genome;
    if (isLost) this.address.problem = strings.genomes.elsewhere(state.genome ?? "");
    this.changeGenome(genome);
    this.predictions.cell = state.cell;
    this.predictions.grid = this.predictions.track = undefined;
    this.view = state.view;
    this.panel = this.panels.find((name) => name === state.panel) ?? "bases";
    this.whatIf.restore(state.edits, state.history?.past, state.history?.future);
    this.variants.restore(
      state.variants ?? this.variants.text,
      state.variants === undefined ? this.variants.of : state.variantsOf,
    );
    await Promise.all([
      state.everyGene && !isLost
        ? this.promoters.addAllGenes()
        : this.promoters.addGenes(isLost ? [] : state.genes),
      // A link without a text of its own takes nothing away that is typed already.
      this.promoters.setText(state.sequences ?? this.promoters.text, 0),
      this.conditions.choose(state.everyPreset ? this.conditions.presets.map(({ id }) => id) : state.presets),
      this.conditions.setText(state.table ?? this.conditions.text, 0),
      this.measurements.setText(state.measured ?? this.measurements.text),
    ]);
    // Another model may have come in between, with a state of its own.
    if (engine !== this.engine) return;
    this.restoring = false;
    this.whatIf.bind(this.promoters.rows, this.conditions.columns);
    await this.predict();
  }

  private async updateLink(): Promise<void> {
    if (this.restoring || this.predictions.gridProgress.state === "running") return;
    if (await this.address.write()) this.changed();
  }
}

function starting(done: number, total: number): Phase {
  return { state: "starting", done, total };
}
