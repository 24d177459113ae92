import { strings } from "../strings";
import type { BackendChoice, BackendOptions, BackendStatus, GrowthOptions } from "./backend-options";
import { findAdapter } from "./find-adapter";
import type {
  Answer,
  Ask,
  CallName,
  DesignScan,
  EditsResult,
  GridResult,
  ModelDescription,
} from "./messages";
import { ModelWorker, type ModelSource } from "./model-worker";
import { editParts } from "./edit-parts";
import { emptyTrack, gridParts, mutagenesisParts, placeGrid, placeTrack, type PartialTrack } from "./parts";
import { helperCount, Pool } from "./pool";
import { race } from "./race";
import { WorkerLost, type CallOptions } from "./rpc";
import { emptyAnswers, placeScan, scanParts } from "./scan-parts";
import { proveAgainst } from "./self-test";
import { Turns } from "./turns";
import { workerGone } from "./worker-gone";

export type { BackendChoice, BackendOptions, BackendStatus, GrowthOptions };

/** Two builds of one engine: the CPU's answers first, WebGPU's takes over once it has proved itself, and hands back when it fails. */
export class Backends {
  readonly cpu: ModelWorker;
  status: BackendStatus = { active: "cpu", webgpu: "not asked", reason: strings.backend.cpuOnly };
  private gpu: ModelWorker | undefined;
  private readonly helpers: ModelWorker[];
  private readonly pool: Pool;
  private readonly turns = new Turns();
  /** WebGPU's worker until it has proved itself. */
  private candidate: ModelWorker | undefined;
  /** Counts how often the workers were ended: what was asked for before does not start them again. */
  private rests = 0;

  constructor(
    private readonly source: ModelSource,
    private readonly options: BackendOptions,
    private readonly onStatus: (status: BackendStatus) => void,
  ) {
    this.cpu = new ModelWorker("cpu", options.assets, source);
    this.helpers = Array.from(
      { length: helperCount() },
      () => new ModelWorker("cpu", options.assets, source),
    );
    this.pool = new Pool(this.cpu, this.helpers);
  }

  /** A short question, to the CPU's first worker. */
  async ask<K extends CallName>(
    kind: K,
    ask: Ask<K>,
    options?: CallOptions,
    transfer?: Transferable[],
  ): Promise<Answer<K>> {
    try {
      return await this.cpu.call(kind, ask, options, transfer);
    } catch (error) {
      throw workerGone(error);
    }
  }

  /** All responses, part by part on every core the page may use; `onRows` sees them grow, NaN being what is still to come. */
  grid(
    ask: Ask<"grid">,
    { signal, onProgress }: CallOptions = {},
    onRows?: (whole: GridResult) => void,
  ): Promise<GridResult> {
    const parts = gridParts(ask);
    const total = ask.samples.length;
    const pairs = total * ask.conditionCount * (this.cpu.model?.outputs.length ?? 1);
    const whole = {
      responses: new Float32Array(pairs).fill(NaN),
      spreads: new Float32Array(pairs).fill(NaN),
    };
    let done = 0;
    const step = parts.length === 1 ? onProgress : undefined;
    const compute = async () => {
      await this.inParts(
        parts,
        (worker, part, silenceMs) => worker.call("grid", part.ask, { signal, onProgress: step, silenceMs }),
        (part, result) => {
          placeGrid(whole, part, result);
          onProgress?.((done += part.ask.samples.length), total);
          onRows?.(whole);
        },
      );
      return whole;
    };
    // A grid of one part is short: it need not wait its turn.
    return parts.length > 1 ? this.turns.run(this.awake(compute)) : compute();
  }

  /** Responses of samples and of edits of them, part by part like a grid. */
  edits(ask: Ask<"edits">, { signal, onProgress }: CallOptions = {}): Promise<EditsResult> {
    const parts = editParts(ask);
    const whole = {
      references: new Float32Array(ask.samples.length),
      responses: new Float32Array(ask.places.length / 3),
    };
    let done = 0;
    const compute = async () => {
      await this.inParts(
        parts,
        (worker, part, silenceMs) => worker.call("edits", part.ask, { signal, silenceMs }),
        (part, { references, responses }) => {
          whole.references.set(references, part.firstSample);
          whole.responses.set(responses, part.firstEdit);
          onProgress?.((done += references.length), ask.samples.length);
        },
      );
      return whole;
    };
    return parts.length > 1 ? this.turns.run(this.awake(compute)) : compute();
  }

  /** What a search for designs tries, part by part; the track that is looked at comes between the parts. */
  async scans(
    scans: readonly DesignScan[],
    of: Pick<Ask<"scan">, "sample" | "conditions" | "conditionCount">,
    { signal, onProgress }: CallOptions = {},
  ): Promise<Answer<"scan">[]> {
    const parts = scanParts(scans, of, this.pool.size);
    const whole = emptyAnswers(scans, of.conditionCount * (this.cpu.model?.outputs.length ?? 1));
    let done = 0;
    const steps = parts.reduce((sum, own) => sum + own.steps, 0);
    const onStep = () => onProgress?.((done = Math.min(steps, done + 1)), steps);
    await this.inParts(
      parts,
      (worker, part, silenceMs) => worker.call("scan", part.ask, { signal, silenceMs, onProgress: onStep }),
      (part, result) => {
        placeScan(whole, part, result);
        // Of its last step a part tells by its answer alone.
        onStep();
      },
    );
    return whole;
  }

  /** A mutagenesis that grows from `focus` (a position of the window) outwards; `onPart` sees it after each part. */
  mutagenesis(
    ask: Ask<"mutagenesis">,
    { focus, before, isUrgent = false }: GrowthOptions,
    onPart: (track: PartialTrack) => void,
    signal?: AbortSignal,
  ): Promise<PartialTrack> {
    const compute = this.awake(async () => {
      await this.cpu.open();
      const model = this.cpu.model!;
      const whole = emptyTrack(ask.sample, model, before);
      await this.inParts(
        mutagenesisParts(ask, model, focus, this.gpu?.adapter),
        (worker, part, silenceMs) => worker.call("mutagenesis", part, { signal, silenceMs }),
        (_, result) => {
          placeTrack(whole, result);
          onPart(whole);
        },
        isUrgent,
      );
      return whole;
    });
    return isUrgent ? this.turns.runUrgent(compute) : this.turns.run(compute);
  }

  /** What waits for its turn must not wake workers that were ended in between. */
  private awake<Result>(compute: () => Promise<Result>): () => Promise<Result> {
    const { rests } = this;
    return async () => {
      this.checkAwake(rests);
      return compute();
    };
  }

  private checkAwake(rests: number): void {
    if (rests !== this.rests) throw workerGone(new WorkerLost(strings.backend.resting));
  }

  /** On WebGPU while that works and is quick; what it leaves undone, the CPU does. */
  private async inParts<Part, Result>(
    parts: Part[],
    call: (worker: ModelWorker, part: Part, silenceMs?: number) => Promise<Result>,
    take: (part: Part, result: Result) => void,
    isUrgent = false,
  ): Promise<void> {
    const { gpu, rests } = this;
    const { watchdogMs, patienceMs } = this.options;
    const pass = async () => {
      if (!isUrgent) await this.turns.pass();
      this.checkAwake(rests);
    };
    const onCpu = async (rest: Part[], done: typeof take) => {
      try {
        await this.pool.run(rest, call, done, pass);
      } catch (error) {
        throw workerGone(error);
      }
    };
    if (!gpu) return onCpu(parts, take);
    const lead = {
      ...{ patienceMs, pass },
      call: (part: Part) => call(gpu, part, watchdogMs),
      isThere: () => this.gpu === gpu,
      onOvertaken: () => this.abandonWebGpu(strings.backend.lost(strings.backend.overtaken)),
      onLost: (error: unknown) => this.abandonWebGpu(strings.backend.lost(describe(error))),
    };
    await race(parts, lead, onCpu, take);
  }

  /** Brings WebGPU up behind the CPU. Never rejects: whatever goes wrong becomes the status line. */
  async startWebGpu(model: ModelDescription): Promise<void> {
    const { assets, choice, watchdogMs } = this.options;
    if (choice === "cpu")
      return this.setStatus({ active: "cpu", webgpu: "not asked", reason: strings.backend.cpuForced });
    if (!assets.has("webgpu"))
      return this.setStatus({ active: "cpu", webgpu: "absent", reason: strings.backend.notIncluded });
    const { rests } = this;
    const found = await findAdapter();
    if (rests !== this.rests) return;
    if (found === "none")
      return this.setStatus({ active: "cpu", webgpu: "absent", reason: strings.backend.noAdapter });
    if (choice === "auto" && found === "software")
      return this.setStatus({ active: "cpu", webgpu: "declined", reason: strings.backend.softwareAdapter });
    this.setStatus({ active: "cpu", webgpu: "starting", reason: strings.backend.starting });
    const gpu = new ModelWorker("webgpu", assets, this.source, watchdogMs);
    this.candidate = gpu;
    try {
      await gpu.open();
      this.checkAwake(rests);
      // What was found before may have been another one; this one computes.
      if (choice === "auto" && gpu.adapter?.isSoftware) {
        gpu.end("not needed");
        const reason = strings.backend.softwareAdapter;
        return this.setStatus({ active: "cpu", webgpu: "declined", reason, adapter: gpu.adapter });
      }
      const verdict = await proveAgainst(this.cpu, gpu, model, watchdogMs, choice === "auto");
      this.checkAwake(rests);
      if (verdict.slower) {
        gpu.end("not needed");
        const reason = strings.backend.slower;
        return this.setStatus({ active: "cpu", webgpu: "declined", reason, adapter: gpu.adapter });
      }
      this.gpu = gpu;
      void this.watch(gpu);
      const reason = strings.backend.ready;
      this.setStatus({ active: "webgpu", webgpu: "ready", reason, adapter: gpu.adapter });
    } catch (error) {
      gpu.end("failed");
      // Ended while it was starting: that says nothing about WebGPU.
      const reason =
        rests === this.rests ? strings.backend.selfTestFailed(describe(error)) : strings.backend.resting;
      this.setStatus({ active: "cpu", webgpu: "failed", reason, adapter: gpu.adapter });
    } finally {
      if (this.candidate === gpu) this.candidate = undefined;
    }
  }

  /** Ends all workers; the next question starts the CPU's again. */
  rest(): void {
    this.rests++;
    for (const worker of [this.cpu, ...this.helpers]) worker.end(strings.backend.resting);
    this.candidate?.end(strings.backend.resting);
    if (this.gpu) this.abandonWebGpu(strings.backend.resting);
  }

  /** Gives WebGPU up as soon as its device is lost, also while nothing is computed. */
  private async watch(gpu: ModelWorker): Promise<void> {
    try {
      const fault = await gpu.call("fault", {});
      if (this.gpu === gpu) this.abandonWebGpu(strings.backend.fault(fault));
    } catch {
      // The worker was ended or is lost, which those who wait for its answers hear.
    }
  }

  private abandonWebGpu(reason: string): void {
    const adapter = this.gpu?.adapter;
    this.gpu?.end(reason);
    this.gpu = undefined;
    this.setStatus({ active: "cpu", webgpu: "failed", reason, adapter });
  }

  private setStatus(status: BackendStatus): void {
    this.status = status;
    this.onStatus(status);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
