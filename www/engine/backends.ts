import { strings } from "../strings";
import type { Answer, Ask, BackendName, ModelDescription } from "./messages";
import { ModelWorker, type ModelFiles } from "./model-worker";
import { isAbort, WorkerLost, type CallOptions } from "./rpc";
import { proveAgainst } from "./self-test";

export type BackendChoice = BackendName | "auto";
export type ComputeName = "grid" | "mutagenesis";

export interface BackendStatus {
  active: BackendName;
  webgpu: "not asked" | "absent" | "declined" | "starting" | "ready" | "failed";
  /** Why the page computes where it does, as one sentence. */
  reason: string;
}

export interface BackendOptions {
  choice: BackendChoice;
  /** A WebGPU step that takes longer is taken for lost. */
  watchdogMs: number;
}

/** Two builds of one engine: the CPU's answers first, WebGPU's takes over once it has proved itself, and hands back when it fails. */
export class Backends {
  readonly cpu: ModelWorker;
  status: BackendStatus = { active: "cpu", webgpu: "not asked", reason: strings.backend.cpuOnly };
  private gpu: ModelWorker | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: () => Promise<ModelFiles>,
    private readonly options: BackendOptions,
    private readonly onStatus: (status: BackendStatus) => void,
  ) {
    this.cpu = new ModelWorker("cpu", files);
  }

  /** One computation at a time, so that a later one neither slows an earlier one down nor starves it. */
  compute<K extends ComputeName>(kind: K, ask: Ask<K>, options: CallOptions = {}): Promise<Answer<K>> {
    const result = this.queue.then(() => this.computeNow(kind, ask, options));
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async computeNow<K extends ComputeName>(kind: K, ask: Ask<K>, options: CallOptions) {
    const { gpu } = this;
    if (gpu) {
      try {
        return await gpu.call(kind, ask, { ...options, silenceMs: this.options.watchdogMs });
      } catch (error) {
        if (isAbort(error)) throw error;
        this.abandonWebGpu(strings.backend.lost(describe(error)));
      }
    }
    try {
      return await this.cpu.call(kind, ask, options);
    } catch (error) {
      throw error instanceof WorkerLost ? new Error(strings.failures.workerLost(error.message)) : error;
    }
  }

  /** Brings WebGPU up behind the CPU. Never rejects: whatever goes wrong becomes the status line. */
  async startWebGpu(model: ModelDescription): Promise<void> {
    const { choice, watchdogMs } = this.options;
    if (choice === "cpu")
      return this.setStatus({ active: "cpu", webgpu: "not asked", reason: strings.backend.cpuForced });
    const adapter = await requestAdapter();
    if (!adapter)
      return this.setStatus({ active: "cpu", webgpu: "absent", reason: strings.backend.noAdapter });
    if (choice === "auto" && isSoftware(adapter))
      return this.setStatus({ active: "cpu", webgpu: "declined", reason: strings.backend.softwareAdapter });
    this.setStatus({ active: "cpu", webgpu: "starting", reason: strings.backend.starting });
    const gpu = new ModelWorker("webgpu", this.files, watchdogMs);
    try {
      await gpu.open();
      const verdict = await proveAgainst(this.cpu, gpu, model, watchdogMs, choice === "auto");
      if (verdict.slower) {
        gpu.end("not needed");
        return this.setStatus({ active: "cpu", webgpu: "declined", reason: strings.backend.slower });
      }
      this.gpu = gpu;
      this.setStatus({ active: "webgpu", webgpu: "ready", reason: strings.backend.ready });
    } catch (error) {
      gpu.end("failed");
      this.setStatus({
        active: "cpu",
        webgpu: "failed",
        reason: strings.backend.selfTestFailed(describe(error)),
      });
    }
  }

  private abandonWebGpu(reason: string): void {
    this.gpu?.end(reason);
    this.gpu = undefined;
    this.setStatus({ active: "cpu", webgpu: "failed", reason });
  }

  private setStatus(status: BackendStatus): void {
    this.status = status;
    this.onStatus(status);
  }
}

type Adapter = { info?: { isFallbackAdapter?: boolean }; isFallbackAdapter?: boolean };

async function requestAdapter(): Promise<Adapter | null> {
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } }).gpu;
  return (await gpu?.requestAdapter().catch(() => null)) ?? null;
}

/** A software adapter does on the CPU, slower, what the CPU build does there anyway. */
function isSoftware(adapter: Adapter): boolean {
  return Boolean(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
