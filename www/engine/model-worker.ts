import { CodedError } from "./coded-error";
import { strings } from "../strings";
import type { Assets, ModuleName } from "./assets";
import type { Adapter, Answer, Ask, BackendName, CallName, ModelDescription } from "./messages";
import { HeldParts } from "./held-parts";
import type { OnBytes } from "./packed";
import { Rpc, WorkerFailure, WorkerLost, type CallOptions } from "./rpc";
import { isTrap, trapCodes } from "./traps";
import { compileModule } from "./wasm-binary";

export interface ModelFiles {
  manifest: string;
  weights: Uint8Array;
}

/** Where a model comes from. */
export interface ModelSource {
  /** Known before the weights have come. */
  architecture: () => Promise<string | undefined>;
  /** Whether that is worth waiting for before a build is downloaded. */
  mayBeGraph: boolean;
  files: () => Promise<ModelFiles>;
}

/** Networks that were read as graphs: the build for the CPU goes without them, the one that reads files has them. */
const graphArchitecture = "graph";

/** The worker lacks a part of a sample that this page has sent. */
const notHeld = "request.not-held";

/** A worker with one build of the engine and the model in it; started when first needed, and again after it was lost. */
export class ModelWorker {
  model: ModelDescription | undefined;
  /** What WebGPU's build computes on, once it is open. */
  adapter: Adapter | undefined;
  /** Told when the worker is gone, and with it everything that was loaded into it. */
  onLost: () => void = () => {};
  private opening: Promise<Rpc> | undefined;
  private current: Rpc | undefined;
  /** What the worker holds of samples. */
  private held: HeldParts | undefined;

  constructor(
    readonly backend: BackendName,
    private readonly assets: Assets,
    private readonly source: ModelSource,
    private readonly startLimitMs?: number,
  ) {}

  /** Whether there is a worker, or one is being started. */
  get isOpen(): boolean {
    return this.opening !== undefined;
  }

  async call<K extends CallName>(
    kind: K,
    ask: Ask<K>,
    options?: CallOptions,
    transfer?: Transferable[],
  ): Promise<Answer<K>> {
    const rpc = await this.open();
    try {
      return await rpc.call(kind, ask, options, transfer);
    } catch (error) {
      if (!(error instanceof WorkerFailure)) throw error;
      if (isTrap(error)) {
        rpc.end(error.message);
        throw new WorkerLost(error.message, error.code === trapCodes.outOfMemory);
      }
      if (error.code !== notHeld || transfer?.length) throw error;
      // A message did not arrive: everything that this question needs is sent again.
      this.held?.forget();
      return rpc.call(kind, ask, options);
    }
  }

  /** `onBytes` hears of the module's download where this call begins it. */
  open(onBytes?: OnBytes): Promise<Rpc> {
    if (!this.opening) {
      const opening = this.start(onBytes);
      this.opening = opening;
      opening.catch((error: unknown) => {
        // Another one may have been opened since this one was ended.
        if (this.opening === opening) this.end(String(error));
      });
    }
    return this.opening;
  }

  end(reason: string): void {
    this.current?.end(reason);
    this.opening = undefined;
    this.current = undefined;
  }

  private async start(onBytes?: OnBytes): Promise<Rpc> {
    this.held = undefined;
    const onLost = () => {
      if (this.current !== rpc) return;
      this.opening = undefined;
      this.onLost();
    };
    const rpc = new Rpc(this.assets.startWorker(), onLost, (ask) => this.held?.sent(ask) ?? ask);
    this.current = rpc;
    try {
      const { build, module } = await this.compiled(onBytes);
      const opened = await rpc.call("open", { build, module }, { silenceMs: this.startLimitMs });
      this.adapter = opened.adapter;
      const { manifest, weights } = await this.source.files();
      this.model = await rpc.call("loadModel", { manifest, weights }, { silenceMs: this.startLimitMs });
      this.held = new HeldParts(this.model.sequenceInput);
      return rpc;
    } catch (error) {
      throw this.startFailure(error);
    }
  }

  /** The build that has the model's architecture. The usual one's download does not wait until that is known, unless another one is likely. */
  private async compiled(onBytes?: OnBytes): Promise<{ build: ModuleName; module: WebAssembly.Module }> {
    const compile = (build: ModuleName) => compileModule(this.assets, build, onBytes);
    const isCpu = this.backend === "cpu";
    const usual = isCpu && this.source.mayBeGraph ? undefined : compile(this.backend);
    if (isCpu && (await isGraph(this.source))) {
      usual?.catch(() => undefined);
      return { build: "files", module: await compile("files") };
    }
    return { build: this.backend, module: await (usual ?? compile(this.backend)) };
  }

  private startFailure(error: unknown): unknown {
    if (!(error instanceof WorkerFailure)) return error;
    const { code, parameters, message } = error;
    const saying = (sentence: string) => new CodedError(code, parameters, sentence, { cause: error });
    const { failures } = strings;
    if (code === trapCodes.outOfMemory) return saying(failures.noMemory);
    if (isTrap(error)) return saying(failures.trapAtStart(message));
    return code === "worker.not-started" ? saying(failures.workerNotStarted(message)) : error;
  }
}

/** A manifest that does not come is the matter of whoever asks for the model's files. */
async function isGraph({ architecture }: ModelSource): Promise<boolean> {
  return (await architecture().catch(() => undefined)) === graphArchitecture;
}
