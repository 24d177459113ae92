import { FileWorker } from "../../engine/file-worker";
import type { CallOptions, CallRow } from "../../engine/files-api";
import type { ModelDescription } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { isAbort } from "../../engine/rpc";
import type { Workbench } from "../../app/workbench";
import { Latest } from "../../state/latest";
import { failure, refusal } from "../../state/message";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import type { Progress } from "../../state/progress";
import { inUnits } from "../../strings/words";
import type { ConditionColumn } from "../conditions/conditions";
import { anchorOf } from "../genomes/anchor";
import { genomeName } from "../genomes/genomes";
import { columnsOf, predictedBy } from "../map/columns";
import { runCalls, type CallOutcome, type CallProgress, type CallQuestion } from "./call-run";
import { openEffect } from "./open-effect";

/** What was predicted, and of what. */
export interface CallResult extends CallOutcome {
  file: string;
  column: ConditionColumn;
  model: ModelDescription;
  haplotypes: boolean;
  seconds: number;
}

/** A file of variant calls and what is predicted of it; it is run when the visitor says so. */
export class VariantCalls extends Observable {
  file: File | undefined;
  haplotypes = false;
  /** Names of samples as they were typed. */
  samples = "";
  progress: Progress = { state: "idle" };
  /** What the running part does. */
  running: CallProgress | undefined;
  readonly worker: FileWorker;
  private shown: CallResult | undefined;
  private readonly latest = new Latest();

  constructor(private readonly bench: Workbench) {
    super();
    this.worker = new FileWorker(bench.assets);
  }

  /** Of the model in use; another one has another answer. */
  get result(): CallResult | undefined {
    return this.shown?.model.id === this.bench.model?.id ? this.shown : undefined;
  }

  get isRunning(): boolean {
    return this.progress.state === "running";
  }

  set(change: Partial<Pick<VariantCalls, "file" | "haplotypes" | "samples">>): void {
    this.latest.cancel();
    Object.assign(this, change);
    if ("file" in change) this.shown = undefined;
    this.show({ state: "idle" });
  }

  async run(): Promise<void> {
    const signal = this.latest.start();
    const start = performance.now();
    this.shown = undefined;
    try {
      const question = this.question();
      this.show({ state: "running", done: 0, total: 0 });
      const report = (progress: CallProgress) => {
        if (signal.aborted) return;
        this.running = progress;
        this.show({ state: "running", done: progress.done, total: progress.total });
      };
      const { worker } = this;
      const comparison = this.comparison(question.column, signal);
      // Where the genome cannot be read nobody waits for it.
      comparison.catch(() => undefined);
      const { engine } = this.bench;
      const outcome = await runCalls(question, { worker, engine, comparison }, report, signal);
      if (signal.aborted) return;
      const { column, calls, options } = question;
      const seconds = (performance.now() - start) / 1000;
      const of = { file: calls.name, column, model: this.bench.model!, haplotypes: options.haplotypes };
      this.shown = { ...outcome, ...of, seconds };
      this.show({ state: "idle" });
    } catch (reason) {
      if (!isAbort(reason)) this.show(failure(reason));
    } finally {
      this.running = undefined;
    }
  }

  cancel(): void {
    this.latest.cancel();
    this.show({ state: "cancelled" });
  }

  /** Nobody looks any more: the memory is given back, the choices and what was predicted stay. */
  rest(): void {
    if (this.isRunning) this.cancel();
    this.worker.end();
  }

  /** Shows what a call makes of a promoter among its bases. */
  open(row: CallRow): Promise<void> {
    const { result } = this;
    const promoter = result?.promoters.get(row.gene);
    return promoter === undefined ? Promise.resolve() : openEffect(this.bench, row, promoter);
  }

  /** What the files say beside differences. Without random changes to compare with, what is known is written. */
  private async comparison(column: ConditionColumn, signal: AbortSignal) {
    const { model, effectScales } = this.bench;
    const calibration = model?.outputs[column.output ?? 0]?.calibration;
    const scale = await effectScales.known(column, { signal }).catch((reason: unknown) => {
      if (isAbort(reason)) throw reason;
      return undefined;
    });
    return { ...(calibration && { calibration }), ...(scale && { effects: scale.effects }) };
  }

  private question(): CallQuestion {
    const { file, bench } = this;
    const { model, genomes, predictions, conditions } = bench;
    if (!file) throw refusal("call-choice.no-file");
    const { inUse } = genomes;
    if (!inUse || !model) throw refusal("call-choice.no-genome");
    const options = optionsOf(model);
    if (!inUse.sources) throw refusal("call-choice.no-genome-files", { name: genomeName(inUse) || inUse.id });
    const column = predictions.chosen?.column ?? columnsOf(conditions.columns, model)[0];
    if (!column) throw refusal("call-choice.no-condition");
    const samples = this.samples.split(",").map((name) => name.trim());
    const asked = {
      haplotypes: this.haplotypes,
      samples: this.haplotypes ? samples.filter(Boolean) : [],
      column: column.name,
    };
    return {
      genomeId: inUse.id,
      genome: inUse.sources,
      calls: file,
      options: { ...options, ...asked },
      column,
    };
  }

  private show(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}

export const variantCallsOf = once((bench: Workbench) => new VariantCalls(bench));

/** What the model reads of a genome. */
function optionsOf(model: ModelDescription): Omit<CallOptions, "haplotypes" | "samples" | "column"> {
  const { title, inputs, sequenceInput } = model;
  if (inputs.length > 1) throw refusal("call-choice.further-inputs", { title });
  const { window, downstream, anchor, frame } = readsOf(model);
  const known = frame ? undefined : anchorOf(anchor);
  if (!known) throw refusal("call-choice.no-genome-anchor", { title, anchor });
  const spec = inputs[sequenceInput];
  return {
    anchor: known,
    window,
    downstream,
    alphabet: spec?.kind === "bases" ? spec.alphabet : "ACGT",
    described: `${model.id} ${model.version}, ${inUnits(predictedBy(model), Infinity)}`,
  };
}
