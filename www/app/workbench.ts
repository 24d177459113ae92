import type { Assets } from "../engine/assets";
import { columnsOf } from "../features/map/columns";
import type { BackendOptions, BackendStatus } from "../engine/backends";
import type { Engine } from "../engine/engine";
import type { ModelSummary } from "../engine/manifest";
import { readsOf } from "../engine/model-inputs";
import type { ModelDescription } from "../engine/messages";
import { Address } from "./address";
import { Measurements } from "../features/measured/measurements";
import { Conditions, type ConditionColumn } from "../features/conditions/conditions";
import type { Figures } from "../strings/format";
import { figuresOf } from "../features/map/figures";
import { exampleState, type Beginning } from "./example";
import { Genomes } from "../features/genomes/genomes";
import { FurtherInputs } from "../features/inputs/further-inputs";
import { inputsOf } from "./inputs";
import type { TermMapKind } from "../features/families/term-map-kinds";
import type { LinkState } from "../features/sessions/link";
import { MapOrder } from "../features/map/map-order";
import { failure } from "../state/message";
import { load, ModelLoader } from "../features/models/model-loader";
import { Models } from "../features/models/models";
import { GeneSource } from "./gene-source";
import { ModelSwitch } from "./model-switch";
import { Announcer, Observable } from "../state/observable";
import { panelsOf, type Panel } from "./panels";
import { starting, type Phase } from "./phase";
import { Restoring } from "./restoring";
import { stateOf } from "./bench-state";
import { Predictions } from "../features/map/predictions";
import { Promoters, type PromoterRow } from "../features/promoters/promoters";
import { EffectScales } from "../features/uncertainty/effect-scales";
import { Unlike } from "../features/uncertainty/unlike-training";
import { Variants } from "../features/variants/variants";
import { whenIdle } from "../state/when-idle";
import { WhatIf } from "../features/bases/what-if";

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
  /** What the model reads beside its first sequence. */
  readonly inputs = new FurtherInputs(this);
  readonly predictions: Predictions;
  readonly mapOrder: MapOrder;
  readonly measurements = new Measurements(this);
  readonly variants: Variants;
  /** What effects of variants are compared with, and what is unlike anything that the model was trained on. */
  readonly effectScales = new EffectScales(this);
  readonly unlike = new Unlike(this);
  readonly whatIf = new WhatIf((inputs) => void this.restoring.putBack(inputs));
  phase: Phase = starting(0, 0);
  model: ModelDescription | undefined;
  /** What its manifest says of it beside that. */
  about: ModelSummary | undefined;
  backend: BackendStatus;
  readonly address: Address;
  view: [number, number] | undefined;
  panel: Panel = "bases";
  /** The map of TF families that is open. */
  termMap: TermMapKind | undefined;
  /** Announces what is the workbench's own: phase, model, backend, panel, address. Its parts announce themselves, and the workbench everything. */
  readonly frame = new Announcer();
  readonly geneSource = new GeneSource(this);
  readonly restoring = new Restoring(this, () => this.announce());
  private readonly modelSwitch: ModelSwitch;
  private isEditing = false;

  constructor(readonly options: WorkbenchOptions) {
    super();
    const loader = new ModelLoader(options, (engine, status) => {
      if (engine !== this.engine) return;
      this.backend = status;
      this.announce();
    });
    this.modelSwitch = new ModelSwitch(this, loader, options.choice, () => this.announce());
    this.models = new Models(loader.registry, (...asked) => this.modelSwitch.prepare(...asked));
    this.address = new Address(this, options.keepsAddress, options.begin?.model);
    this.engine = loader.engine(this.address.model);
    this.backend = this.engine.status;
    this.promoters = new Promoters(this);
    this.conditions = new Conditions(this);
    this.predictions = new Predictions(this);
    this.variants = new Variants(this);
    this.mapOrder = new MapOrder((ask, options) => this.engine.cluster(ask, options));
    for (const inputs of [this.promoters, this.conditions, this.inputs, this.whatIf])
      inputs.subscribe(() => {
        this.changed();
        if (!this.restoring.isUnderWay && !this.isEditing) void this.predict(true);
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
    this.announce();
    const report = (done: number, total: number) => {
      // What one download's failure leaves behind goes on for a moment.
      if (this.phase.state !== "starting") return;
      this.phase = starting(done, total);
      this.announce();
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
      const genes = await this.modelSwitch.install(loaded);
      await this.restoring.show(
        await this.address.read(loaded.model),
        exampleState(genes, this.conditions.presets, this.options.begin),
      );
      performance.mark("cisight:first-prediction");
      void this.modelSwitch.startWebGpu(loaded);
      whenIdle(() => this.models.describeAll());
    } catch (reason) {
      this.phase = failure(reason);
      this.announce();
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
    this.announce();
  }

  /** The views that the model has something to say in. */
  get panels(): readonly Panel[] {
    return panelsOf(this.model, this.about?.hasKernels ?? false);
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
    return this.phase.state === "starting" || (this.phase.state === "ready" && this.restoring.isUnderWay);
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
    return stateOf(this);
  }

  /** The same with all that was done to get there. */
  get stateWithHistory(): LinkState {
    const { edits, history } = this.whatIf;
    return { ...this.state, edits, history: { past: [...history.past], future: [...history.future] } };
  }

  /** Shows another state in the place of everything there is, with the model that it names; false where that could not be loaded. */
  async open(state: LinkState): Promise<boolean> {
    this.restoring.expect();
    const { model } = state;
    if (model !== undefined && model !== this.model?.id && this.models.ids.includes(model))
      return this.modelSwitch.open(model, state);
    this.promoters.genes = [];
    await this.restoring.show({ state }, state);
    this.announce();
    return true;
  }

  /** Goes on with the history of what is on show. */
  resumeHistory({ past, future }: NonNullable<LinkState["history"]>): void {
    this.whatIf.history.restore(past, future);
    this.announce();
  }

  /** What the address had no room for is known from elsewhere. */
  dismissMissing(): void {
    this.address.missing = [];
    this.announce();
  }

  /** Gives a model that the visitor added another title. */
  async renameModel(id: string, title: string): Promise<void> {
    await this.models.renameOwn(id, title);
    if (this.model?.id === id) this.model = { ...this.model, title };
    this.announce();
  }

  /** `isStep` where the visitor changed something, and could want to take it back. */
  predict(isStep = false): Promise<void> {
    const { whatIf, model } = this;
    const [{ rows }, { columns }] = [this.promoters, this.conditions];
    const whole = this.inputs.rows(rows);
    // Edits of a promoter that lacks something else that the model reads are still that promoter's.
    const known = whole === rows ? rows : [...rows, ...whole];
    whatIf.settle({ rows: known, columns, inputs: inputsOf(this) }, isStep);
    const all = whatIf.rows(whole);
    const conditions = whatIf.columns(columns, (tf) => model?.tfs[tf]?.name ?? "");
    const predicted = this.predictions.predict(all, columnsOf(conditions, model));
    void predicted.finally(() => this.unlike.follow(all, conditions));
    // Edits may have been set aside, or are back.
    this.frame.announce();
    return predicted;
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
    this.restoring.choosePanel(panel);
    this.announce();
    void this.updateLink();
  }

  showTermMap(kind: TermMapKind | undefined): void {
    this.termMap = kind;
    this.announce();
    void this.updateLink();
  }

  setView(view: [number, number] | undefined): void {
    this.view = view;
    const { model, predictions } = this;
    const upstream = model && readsOf(model, predictions.track?.row.input).upstream;
    predictions.focus =
      view && upstream !== undefined ? upstream + Math.round((view[0] + view[1]) / 2) : undefined;
    void this.updateLink();
  }

  private async updateLink(): Promise<void> {
    if (this.restoring.isUnderWay || this.predictions.gridProgress.state === "running") return;
    if (await this.address.write()) this.announce();
  }

  private announce(): void {
    this.frame.announce();
    this.changed();
  }
}
