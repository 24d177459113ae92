import type { BackendChoice, BackendOptions, BackendStatus } from "../engine/backends";
import { Engine } from "../engine/engine";
import type { ModelDescription } from "../engine/messages";
import { Measurements } from "./measurements";
import { Conditions, type ConditionColumn } from "./conditions";
import { readLink, writeLink, type LinkState } from "./link";
import { MapOrder } from "./map-order";
import { describe } from "./message";
import { Observable } from "./observable";
import { Predictions } from "./predictions";
import { Promoters, type PromoterRow } from "./promoters";
import { WhatIf } from "./what-if";

// Shaders of a first step are compiled within this time even by slow drivers.
export const defaultWatchdogMs = 20_000;

/** The views of the chosen value. */
export const panelNames = ["bases", "tfs", "design"] as const;
export type Panel = (typeof panelNames)[number];

type Phase = { state: "starting" } | { state: "ready" } | { state: "failed"; message: string };

const mostLinkedGenes = 1000;

export interface WorkbenchOptions extends BackendOptions {
  /** Where the state is kept: in the address of the page, or, inside somebody else's page, nowhere. */
  keepsAddress: boolean;
  /** What to begin with where no link says otherwise; the model's example where it is absent. */
  begin?: { genes?: string[]; presets?: string[] };
}

/** What a fresh visit shows, where the model has them. */
const examplePresets = ["heat-shock-20min", "h2o2-20min", "amino-acid-starvation-1h", "diamide-20min"];

/** The page's state and everything a visitor can do to it; the components only show it. */
export class Workbench extends Observable {
  readonly engine: Engine;
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly predictions: Predictions;
  readonly mapOrder: MapOrder;
  readonly measurements = new Measurements();
  readonly whatIf = new WhatIf();
  phase: Phase = { state: "starting" };
  model: ModelDescription | undefined;
  backend: BackendStatus;
  linkProblem = "";
  linkIsPartial = false;
  view: [number, number] | undefined;
  panel: Panel = "bases";
  private restoring = true;
  private isEditing = false;
  private lastHash = "";

  constructor(private readonly options: WorkbenchOptions) {
    super();
    this.engine = new Engine(options, (status) => {
      this.backend = status;
      this.changed();
    });
    this.backend = this.engine.status;
    this.promoters = new Promoters(this.engine);
    this.conditions = new Conditions(this.engine);
    this.predictions = new Predictions(this.engine);
    this.mapOrder = new MapOrder((ask, options) => this.engine.cluster(ask, options));
    for (const inputs of [this.promoters, this.conditions, this.whatIf])
      inputs.subscribe(() => {
        this.changed();
        if (!this.restoring && !this.isEditing) void this.predict();
      });
    this.measurements.subscribe(() => this.changed());
    this.predictions.subscribe(() => {
      this.changed();
      void this.updateLink();
    });
  }

  /** Loads the model and shows the link's state, or the example; called again after a failure, it keeps what was typed. */
  async start(): Promise<void> {
    this.phase = { state: "starting" };
    this.changed();
    try {
      const presets = this.loadPresets();
      const example = this.engine.folder.then((folder) => folder.example()).catch(() => "");
      this.model = await this.engine.open();
      performance.mark("cisight:model-ready");
      const genes = await this.promoters.learnExample(await example);
      await presets;
      this.phase = { state: "ready" };
      this.changed();
      if (this.options.choice === "webgpu") await this.engine.startWebGpu(this.model);
      await this.show(
        this.keepsAddress ? await readLink(location.hash, this.model) : undefined,
        genes.map((gene) => gene.name),
      );
      performance.mark("cisight:first-prediction");
      if (this.options.choice !== "webgpu") void this.engine.startWebGpu(this.model);
    } catch (reason) {
      this.phase = { state: "failed", message: describe(reason) };
      this.changed();
    }
  }

  /** Follows a link that was pasted into the address bar of the open page. */
  async followHash(): Promise<void> {
    if (this.phase.state !== "ready" || !this.model) return;
    // Back at what is on show, there is nothing to say about a link that could not be read in between.
    const isShown = location.hash === this.lastHash;
    if (isShown) this.linkProblem = "";
    const link = isShown ? undefined : await readLink(location.hash, this.model);
    this.promoters.genes = link && "state" in link ? [] : this.promoters.genes;
    if (link && "state" in link) await this.show(link, []);
    else if (link) this.linkProblem = link.problem;
    this.changed();
  }

  /** True from the first moment until the first prediction is there, and whenever another one runs. */
  get isBusy(): boolean {
    return this.isStarting || this.predictions.gridProgress.state === "running";
  }

  get isStarting(): boolean {
    return this.phase.state === "starting" || (this.phase.state === "ready" && this.restoring);
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
    const { promoters, conditions, predictions, whatIf, view, panel } = this;
    return {
      genes: promoters.genes.map((gene) => gene.systematic),
      presets: conditions.chosen,
      everyPreset: conditions.chosen.length === conditions.presets.length,
      cell: predictions.cell,
      ...(view && { view }),
      ...(panel !== "bases" && { panel }),
      edits: whatIf.edits,
      sequences: promoters.text.trim() ? promoters.text : "",
      table: conditions.text.trim() ? conditions.text : "",
      measured: this.measurements.text,
    };
  }

  /** Shows another state in the place of everything there is. */
  async open(state: LinkState): Promise<void> {
    this.promoters.genes = [];
    await this.show({ state }, []);
    this.changed();
  }

  predict(): Promise<void> {
    const { tfs = [] } = this.model ?? {};
    const columns = this.whatIf.columns(this.conditions.columns, (tf) => tfs[tf]?.name ?? "");
    return this.predictions.predict(this.whatIf.rows(this.promoters.rows), columns);
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
    void this.predict();
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

  private async loadPresets(): Promise<void> {
    try {
      this.conditions.offer(await (await this.engine.folder).presets());
    } catch (reason) {
      this.conditions.fail(describe(reason));
    }
  }

  private async show(link: Awaited<ReturnType<typeof readLink>>, exampleGenes: string[]): Promise<void> {
    this.linkProblem = link && "problem" in link ? link.problem : "";
    const state = link && "state" in link ? link.state : this.example(exampleGenes);
    this.restoring = true;
    this.predictions.cell = state.cell;
    this.predictions.grid = this.predictions.track = undefined;
    this.view = state.view;
    this.panel = panelNames.find((name) => name === state.panel) ?? "bases";
    this.whatIf.restore(state.edits);
    await Promise.all([
      state.everyGene ? this.promoters.addAllGenes() : this.promoters.addGenes(state.genes),
      // A link without a text of its own takes nothing away that is typed already.
      this.promoters.setText(state.sequences ?? this.promoters.text, 0),
      this.conditions.choose(state.everyPreset ? this.conditions.presets.map(({ id }) => id) : state.presets),
      this.conditions.setText(state.table ?? this.conditions.text, 0),
      this.measurements.setText(state.measured ?? this.measurements.text),
    ]);
    this.restoring = false;
    await this.predict();
  }

  private example(genes: string[]): LinkState {
    const { presets } = this.conditions;
    const ids = examplePresets.filter((id) => presets.some((preset) => preset.id === id));
    const { begin } = this.options;
    return {
      genes: begin?.genes ?? genes,
      presets: begin?.presets ?? (ids.length ? ids : presets.slice(0, 2).map(({ id }) => id)),
      cell: { row: 0, column: 0 },
    };
  }

  private async updateLink(): Promise<void> {
    if (!this.keepsAddress) return;
    if (this.restoring || this.predictions.gridProgress.state === "running") return;
    // A link can only name so many genes; a whole genome is named as such.
    const everyGene = this.promoters.genes.length > mostLinkedGenes;
    const { hash, leftOut } = await writeLink({ ...this.state, everyGene });
    if (leftOut !== this.linkIsPartial) {
      this.linkIsPartial = leftOut;
      this.changed();
    }
    if (hash === this.lastHash) return;
    this.lastHash = hash;
    history.replaceState(history.state, "", location.pathname + location.search + hash);
  }
}

export function optionsFromAddress(search: string): Pick<BackendOptions, "choice" | "watchdogMs"> {
  const query = new URLSearchParams(search);
  const watchdogMs = Number(query.get("watchdogMs"));
  return {
    choice: backendChoice(query.get("backend")),
    watchdogMs: watchdogMs > 0 ? watchdogMs : defaultWatchdogMs,
  };
}

export function backendChoice(name: string | null | undefined): BackendChoice {
  return name === "cpu" || name === "webgpu" ? name : "auto";
}
