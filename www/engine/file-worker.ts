import { CodedError } from "./coded-error";
import { strings } from "../strings";
import type { Assets } from "./assets";
import type { FileCalls } from "./files-api";
import { Rpc, WorkerFailure, WorkerLost, type CallOptions } from "./rpc";
import { isTrap, trapCodes } from "./traps";
import { compileModule } from "./wasm-binary";

/** The worker that reads a visitor's genomes and models; it is started when it is first needed and holds what it read until it is ended. */
export class FileWorker {
  private opening: Promise<Rpc<FileCalls>> | undefined;
  private current: Rpc<FileCalls> | undefined;

  constructor(private readonly assets: Assets) {}

  /** Whether this copy of the page can read such files at all. */
  get isThere(): boolean {
    return this.assets.has("files");
  }

  /** Cancelling ends the worker, as what it does in one go cannot be interrupted. */
  async call<K extends keyof FileCalls>(
    kind: K,
    ask: FileCalls[K]["ask"],
    options: CallOptions = {},
  ): Promise<FileCalls[K]["answer"]> {
    const end = () => this.end();
    options.signal?.addEventListener("abort", end);
    try {
      const rpc = await this.open();
      return await rpc.call(kind, ask, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw this.worded(error);
    } finally {
      options.signal?.removeEventListener("abort", end);
    }
  }

  end(): void {
    this.current?.end(strings.backend.resting);
    this.current = this.opening = undefined;
  }

  private open(): Promise<Rpc<FileCalls>> {
    if (!this.opening) {
      const opening = this.start();
      this.opening = opening;
      opening.catch(() => {
        // Another one may have been opened since this one was ended.
        if (this.opening === opening) this.end();
      });
    }
    return this.opening;
  }

  private async start(): Promise<Rpc<FileCalls>> {
    const module = await compileModule(this.assets, "files");
    const rpc = new Rpc<FileCalls>(this.assets.startFilesWorker(), () => {
      if (this.current === rpc) this.current = this.opening = undefined;
    });
    this.current = rpc;
    await rpc.call("open", { module });
    return rpc;
  }

  private worded(error: unknown): unknown {
    const isTrapped = error instanceof WorkerFailure && isTrap(error);
    if (isTrapped) this.end();
    if (!isTrapped && !(error instanceof WorkerLost)) return error;
    const { code, parameters, message } = error;
    const { noMemory, lost } = strings.files;
    const sentence = code === trapCodes.outOfMemory ? noMemory : lost(message);
    return new CodedError(code, parameters, sentence, { cause: error });
  }
}
