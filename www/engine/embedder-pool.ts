import type { Assets, ModuleName } from "./assets";
import type { BackendChoice } from "./backend-options";
import type { EmbeddingWindow } from "./files-api";
import { findAdapter } from "./find-adapter";
import type { BackendName } from "./messages";
import { helperCount } from "./pool";
import { isAbort, Rpc, WorkerFailure, WorkerLost } from "./rpc";
import { isTrap, trapCodes } from "./traps";
import { compileModule } from "./wasm-binary";
import { workerGone } from "./worker-gone";

/** An embedder's files, as its folder has them. */
export interface EmbedderFiles {
  manifest: Blob;
  weights: Blob;
}

/** Each has weights of its own, three times while it loads: some 300 MB for the largest published embedder. */
const mostOnCpu = () => {
  const { deviceMemory = 8 } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory <= 4 ? 2 : 4;
};
/** A graphics device proves itself on so many bases, as the processor needs seconds for a whole window. */
const provingBases = 64;
/** How far its numbers may be from the processor's, of the largest. */
const tolerance = 1e-3;

/** Windows on their way to vectors. */
interface Queue {
  windows: readonly EmbeddingWindow[];
  waiting: number[];
  /** Windows that somebody computes, by how many do. */
  taken: Map<number, number>;
  take: (window: number, vector: Float32Array, backend: BackendName) => void;
}

/**
 * Workers with an embedder each, on the processor's cores and on a graphics device, which take windows from one queue. What a slow one holds at
 * the end is computed by a quick one as well, and whoever is first has done it.
 */
export class EmbedderPool {
  private readonly cpu: EmbedderWorker[];
  private readonly gpu: EmbedderWorker;
  /** Whether the graphics device gives the processor's numbers, once that was asked. */
  private proof: Promise<boolean> | undefined;

  constructor(
    private readonly assets: Assets,
    files: EmbedderFiles,
    private readonly choice: BackendChoice,
  ) {
    const cores = Math.min(mostOnCpu(), 1 + helperCount());
    this.cpu = Array.from({ length: cores }, () => new EmbedderWorker("cpu", assets, files));
    this.gpu = new EmbedderWorker("webgpu", assets, files);
  }

  /** Gives every window its vector, in any order; rejects with what no worker can mend, or when it is cancelled. */
  async run(windows: readonly EmbeddingWindow[], take: Queue["take"], signal: AbortSignal): Promise<void> {
    if (!windows.length) return;
    const queue: Queue = { windows, waiting: [...windows.keys()], taken: new Map(), take };
    const stop = () => this.end();
    signal.addEventListener("abort", stop);
    try {
      await Promise.race([this.compute(queue, signal), aborted(signal)]);
    } catch (error) {
      signal.throwIfAborted();
      throw workerGone(error);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  end(): void {
    for (const worker of [...this.cpu, this.gpu]) worker.end();
    this.proof = undefined;
  }

  private async compute(queue: Queue, signal: AbortSignal): Promise<void> {
    const work = (worker: EmbedderWorker) => consume(worker, queue, signal);
    const graphics = async () => {
      if (await this.isProved(queue.windows[0]!)) await work(this.gpu);
    };
    // Whoever asks for WebGPU gets it, and the processor only where that fails.
    if (this.choice === "webgpu") await graphics().catch(forgive);
    if (!isOpen(queue)) return;
    const all = this.cpu.slice(0, queue.windows.length).map(work);
    if (this.choice === "auto") all.push(graphics());
    await finished(queue, all);
  }

  private isProved(window: EmbeddingWindow): Promise<boolean> {
    this.proof ??= this.prove(window).catch(() => false);
    return this.proof;
  }

  /** Whether the graphics device gives the processor's numbers for a few bases; where it does not, it is given up. */
  private async prove({ bases }: EmbeddingWindow): Promise<boolean> {
    const found = this.assets.has("webgpu") ? await findAdapter() : "none";
    if (found === "none" || (found === "software" && this.choice === "auto")) return false;
    const few = bases.slice(0, provingBases);
    const probe = { key: "", bases: few, start: 0, end: few.length };
    const [its, right] = [await this.gpu.embed(probe), await this.cpu[0]!.embed(probe)];
    const most = right.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const isRight =
      its.length === right.length &&
      its.every((value, at) => Math.abs(value - right[at]!) <= tolerance * most);
    if (!isRight) this.gpu.end();
    return isRight;
  }
}

/** A worker with an embedder; started when first needed, and again after it was lost. */
class EmbedderWorker {
  private opening: Promise<Rpc> | undefined;
  private current: Rpc | undefined;
  /** Counts how often it was ended: what was being started before is of no use. */
  private lives = 0;

  constructor(
    readonly backend: BackendName,
    private readonly assets: Assets,
    private readonly files: EmbedderFiles,
  ) {}

  async embed({ bases, start, end }: EmbeddingWindow): Promise<Float32Array> {
    this.opening ??= this.start();
    const { opening } = this;
    try {
      return await (await opening).call("embed", { bases, start, end });
    } catch (error) {
      // What the network refuses on the processor it refuses everywhere; a graphics device may have failed by itself.
      if (error instanceof WorkerFailure && !isTrap(error) && this.backend === "cpu") throw error;
      if (this.opening === opening) this.end();
      if (!(error instanceof WorkerFailure)) throw error;
      throw new WorkerLost(error.message, error.code === trapCodes.outOfMemory);
    }
  }

  end(): void {
    this.lives++;
    this.current?.end("ended");
    this.opening = this.current = undefined;
  }

  private async start(): Promise<Rpc> {
    const build: ModuleName = this.backend === "cpu" ? "files" : "webgpu";
    const { lives } = this;
    const module = await compileModule(this.assets, build);
    if (lives !== this.lives) throw new WorkerLost("ended");
    const rpc = new Rpc(this.assets.startWorker(), () => {
      if (this.current === rpc) this.opening = this.current = undefined;
    });
    this.current = rpc;
    await rpc.call("open", { build, module });
    await rpc.call("openEmbedder", this.files);
    return rpc;
  }
}

const isOpen = ({ waiting, taken }: Queue) => waiting.length + taken.size > 0;

async function consume(worker: EmbedderWorker, queue: Queue, signal: AbortSignal): Promise<void> {
  for (;;) {
    const at = nextOf(queue);
    if (at === undefined) return;
    queue.taken.set(at, (queue.taken.get(at) ?? 0) + 1);
    try {
      const vector = await worker.embed(queue.windows[at]!);
      signal.throwIfAborted();
      // Another one may have been quicker.
      if (queue.taken.delete(at)) queue.take(at, vector, worker.backend);
    } catch (error) {
      const others = (queue.taken.get(at) ?? 0) - 1;
      if (others > 0) queue.taken.set(at, others);
      else if (queue.taken.delete(at)) queue.waiting.unshift(at);
      throw error;
    }
  }
}

/** The next window, or one that a single other worker is still busy with. */
function nextOf({ waiting, taken }: Queue): number | undefined {
  return waiting.shift() ?? [...taken].find(([, workers]) => workers === 1)?.[0];
}

/** Resolves as soon as no window is left; a worker that is lost is missed as long as others go on. */
function finished(queue: Queue, work: readonly Promise<void>[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let open = work.length;
    let reason: Error = new WorkerLost("no worker could be started");
    const end = () => {
      if (!isOpen(queue)) resolve();
      else if (--open === 0) reject(reason);
    };
    if (!open) end();
    for (const own of work)
      own.then(end, (error: Error) => {
        reason = error;
        if (error instanceof WorkerFailure) reject(error);
        else end();
      });
  });
}

function forgive(error: unknown): void {
  if (isAbort(error)) throw error as Error;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
