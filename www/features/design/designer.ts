import { isAbort } from "../../engine/rpc";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { readsOf, type Reads } from "../../engine/model-inputs";
import { designAsk, wantedOf } from "./design-ask";
import { outcomesOf, type DesignOutcome } from "./design-outcome";
import { expectationsOf, type Expectation } from "./expectations";
import { needsMotifs, noExtras, type Extras } from "./design-extras";
import type { DesignResult, Motif } from "../../engine/messages";
import {
  readDesign,
  untouched,
  type Beam,
  type DesignErrors,
  type DesignFields,
  type GoalField,
  type GoalKind,
  type RegionField,
} from "./design-request";
import { flanksOf } from "../promoters/flanks";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { oncePerModel } from "../../state/once";
import { Observable } from "../../state/observable";
import type { Progress } from "../../state/progress";
import { Task } from "../../state/task";
import { SearchClock } from "./search-clock";
import type { Workbench } from "../../app/workbench";

/** More conditions are not listed by themselves. */
const mostListed = 12;
const coreBases = 100;
const noErrors: DesignErrors = { weights: [], targets: [], regions: [], extras: {} };
type OwnGoal = Omit<GoalField, "column">;

/** The fields of the designer, the search under way, and what the last one found. */
export class Designer extends Observable {
  changes = "5";
  beam: Beam = 3;
  errors = noErrors;
  progress: Progress = { state: "idle" };
  running: string = strings.design.running;
  extras: Extras = noExtras;
  /** What the last search found, in the order in which it was found, and how many designs were asked for. */
  outcomes: DesignOutcome[] = [];
  wanted = 0;
  existing: DesignResult["existing"] = [];
  /** Which of them is shown. */
  shown = 0;
  /** What is to be expected of each, worked out once they are found. */
  readonly expecting = new Task<Expectation[]>(() => this.changed());
  /** Goals that were set by hand, by the key of their condition. */
  private own: ReadonlyMap<string, OwnGoal> = new Map();
  private readonly latest = new Latest();
  private wantsFixed = false;
  private motifs: readonly Motif[] = [];
  /** By the sequence that they are of: positions mean nothing in another one. */
  private readonly regionsOf = new Map<number, RegionField[]>();

  constructor(private readonly bench: Workbench) {
    super();
  }

  /** The goals on show: of every condition, or of those that were chosen where there are many. */
  get goals(): GoalField[] {
    const { columns } = this;
    const chosen = this.bench.predictions.chosen?.column.key;
    const isLong = columns.length > mostListed;
    return columns.flatMap((column) => {
      const own = this.own.get(column.key);
      if (own) return [{ column, ...own }];
      const isChosen = column.key === chosen;
      if (isLong && (!isChosen || this.own.size > 0)) return [];
      // Responses to stresses go together: holding the others by default would leave little to gain.
      const kind: GoalKind = isChosen && !this.own.size ? "raise" : "ignore";
      return [{ column, kind, ...untouched }];
    });
  }

  /** The conditions that are ignored because they were not chosen. */
  get others(): ConditionColumn[] {
    const listed = new Set(this.goals.map(({ column }) => column.key));
    return this.columns.filter(({ key }) => !listed.has(key));
  }

  /** What the model reads of the sequence that is looked at, which is the one that is changed. */
  get reads(): Reads | undefined {
    const { model, predictions } = this.bench;
    return model && readsOf(model, predictions.sequence);
  }

  get regions(): RegionField[] {
    return this.regionsOf.get(this.reads?.input ?? 0) ?? [];
  }
  set regions(regions: RegionField[]) {
    this.regionsOf.set(this.reads?.input ?? 0, regions);
  }

  /** The constant bases of a construct are the assay's and always kept; the core promoter is where the visitor says so. */
  get protectsFixed(): boolean {
    return this.hasFrame || (this.hasCore && this.wantsFixed);
  }
  set protectsFixed(protects: boolean) {
    this.wantsFixed = protects;
  }

  get hasFrame(): boolean {
    return Boolean(this.reads?.frame);
  }

  /** Whether the sequence is a promoter's. */
  get hasCore(): boolean {
    const { reads } = this;
    return reads !== undefined && reads.input === this.bench.model?.sequenceInput && reads.upstream > 0;
  }

  get hasOwnGoals(): boolean {
    return this.own.size > 0;
  }

  setGoal({ key }: ConditionColumn, change: Partial<OwnGoal>): void {
    // From the first one on, all goals are the visitor's: none follows the chosen condition any more.
    const all = new Map(this.goals.map(({ column, ...own }): [string, OwnGoal] => [column.key, own]));
    all.set(key, { ...(all.get(key) ?? { kind: "ignore", ...untouched }), ...change });
    this.own = all;
    this.edited();
  }

  resetGoals(): void {
    this.own = new Map();
    this.edited();
  }

  /** What is wrong with the fields of one sequence is not wrong with those of another. */
  forgetErrors(): void {
    this.errors = noErrors;
    this.changed();
  }

  set(change: Partial<Pick<DesignFields, "changes" | "beam" | "regions" | "protectsFixed">>): void {
    Object.assign(this, change);
    this.edited();
  }

  setExtra(change: Partial<Extras>): void {
    this.extras = { ...this.extras, ...change };
    // What the engine said of a site goes with the first change of it.
    this.edited();
  }

  show(design: number): void {
    this.shown = design;
    this.changed();
  }

  get outcome(): DesignOutcome | undefined {
    return this.outcomes[this.shown];
  }

  get expectation(): Expectation | undefined {
    return this.expectations?.[this.shown];
  }

  /** Of all designs, where they are worked out. */
  get expectations(): readonly Expectation[] | undefined {
    return this.expecting.isOf([this.outcomes]) ? this.expecting.result : undefined;
  }

  async search(): Promise<void> {
    const { model, predictions, engine } = this.bench;
    const { lookedAt: row } = predictions;
    const { reads } = this;
    if (!model || !reads || !row) return;
    const signal = this.latest.start();
    if (needsMotifs(this.extras)) {
      try {
        this.motifs = (await engine.analysis.loadMotifs()).motifs;
      } catch (reason) {
        if (!signal.aborted) this.progress = failure(reason);
        return this.changed();
      }
      if (signal.aborted) return;
    }
    const fields = { ...this.fields, goals: this.goals };
    const read = readDesign(fields, reads, row.sequence, this.motifs);
    this.errors = "errors" in read ? read.errors : noErrors;
    this.changed();
    if ("errors" in read) return;
    const { request } = read;
    const clock = new SearchClock(request.options);
    const report = (done: number) => {
      clock.tick(done);
      this.running = clock.sentence;
      this.progress = { state: "running", done: clock.done, total: clock.total };
      this.changed();
    };
    this.running = strings.design.running;
    this.progress = { state: "running", done: 0, total: 0 };
    this.changed();
    try {
      const outputs = model.outputs.length;
      const ask = designAsk(row, request, outputs);
      const found = await engine.design(ask, outputs, { signal, onProgress: report });
      const result = wantedOf(found, request, outputs);
      this.outcomes = outcomesOf(row, request, result, reads, clock.milliseconds);
      this.existing = result.existing;
      this.wanted = request.options.designs;
      this.shown = 0;
      this.progress = { state: "idle" };
      const { outcomes } = this;
      this.expecting.follow([outcomes], 0, (options) => expectationsOf(outcomes, { engine, model }, options));
    } catch (reason) {
      if (isAbort(reason)) return;
      const failed = failure(reason);
      const isSite = failed.code.startsWith("site.");
      if (isSite) this.errors = { ...noErrors, extras: { sites: failed.message } };
      this.progress = isSite ? { state: "idle" } : failed;
    }
    this.changed();
  }

  cancel(): void {
    this.latest.cancel();
    this.progress = { state: "cancelled" };
    this.changed();
  }

  /** Gives the promoter the first so many mutations of the design that is shown, as one step that can be undone. */
  apply(steps: number): void {
    const { outcome } = this;
    const step = outcome?.steps[steps - 1];
    if (outcome && step) this.bench.editSequence(outcome.row, step.sequence, strings.design.label(steps));
  }

  private get columns(): ConditionColumn[] {
    return this.bench.predictions.grid?.columns ?? [];
  }

  private get fixed(): [number, number][] {
    const { reads } = this;
    if (!reads?.frame) return this.hasCore ? [[-coreBases, -1]] : [];
    const sequence = this.bench.predictions.lookedAt?.sequence ?? "";
    return flanksOf(sequence, reads).map(([from, to]) => [from - sequence.length, to - 1 - sequence.length]);
  }

  private get fields(): Omit<DesignFields, "goals"> {
    const { changes, beam, regions, protectsFixed, fixed, extras } = this;
    return { changes, beam, regions, protectsFixed, fixed, extras };
  }

  /** What was said about the fields goes with the first change of one. */
  private edited(): void {
    const { reads } = this;
    const sequence = this.bench.predictions.lookedAt?.sequence ?? "";
    if (this.errors !== noErrors && reads) {
      const read = readDesign({ ...this.fields, goals: this.goals }, reads, sequence, this.motifs);
      this.errors = "errors" in read ? read.errors : noErrors;
    }
    this.changed();
  }
}

/** The designer of a workbench: its fields and results outlast the panel that shows them. */
export const designerOf = oncePerModel((bench: Workbench) => new Designer(bench));
