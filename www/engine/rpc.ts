import { strings } from "../strings";
import { CodedError } from "./coded-error";
import type { Calls, CallsOf, FromWorker, Problem, Request, ToWorker } from "./messages";

/** A failure the worker reported. */
export class WorkerFailure extends CodedError {
  constructor({ code, parameters, message }: Problem) {
    super(code, parameters, message);
  }
}

/** The worker can no longer be used: it did not answer in time, crashed, was ended or ran out of memory. */
export class WorkerLost extends CodedError {
  constructor(
    reason: string,
    readonly outOfMemory = false,
  ) {
    super("worker.lost", { reason, outOfMemory }, reason);
  }
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** End the worker when it says nothing for so long. */
  silenceMs?: number | undefined;
}

interface Pending<Value> {
  resolve(value: Value): void;
  reject(reason: unknown): void;
  heard(): void;
  onProgress: CallOptions["onProgress"];
}

/** Questions and answers over a worker, each matched by its number. */
export class Rpc<C extends CallsOf<C> = Calls> {
  private readonly pending = new Map<number, Pending<C[keyof C]["answer"]>>();
  private nextId = 1;
  private lost: WorkerLost | undefined;
  private hasSpoken = false;

  /** `sent` makes what crosses of a question; it is asked once for each one that is posted, in their order. */
  constructor(
    private readonly worker: Worker,
    private readonly onLost: (reason: WorkerLost) => void = () => {},
    private readonly sent: (ask: object) => object = (ask) => ask,
  ) {
    worker.onmessage = (event: MessageEvent<FromWorker<C>>) => this.receive(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      const why = event.message || strings.failures.noScript;
      this.end(this.hasSpoken ? strings.failures.workerStopped(why) : strings.failures.workerNotStarted(why));
    };
    worker.onmessageerror = () => this.end(strings.failures.unreadableMessage);
  }

  call<K extends keyof C>(
    kind: K,
    ask: C[K]["ask"],
    options: CallOptions = {},
    transfer: Transferable[] = [],
  ): Promise<C[K]["answer"]> {
    const { signal, silenceMs } = options;
    if (this.lost) return Promise.reject(this.lost);
    if (signal?.aborted) return Promise.reject(abortion());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const heard = () => {
        clearTimeout(timer);
        if (silenceMs) timer = setTimeout(() => this.end(strings.failures.noAnswer(silenceMs)), silenceMs);
      };
      const onAbort = () => {
        this.post({ kind: "cancel", id });
        this.pending.get(id)?.reject(abortion());
      };
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        this.pending.delete(id);
      };
      this.pending.set(id, {
        resolve: (value) => (settle(), resolve(value)),
        reject: (reason: Error) => (settle(), reject(reason)),
        heard,
        onProgress: options.onProgress,
      });
      signal?.addEventListener("abort", onAbort);
      heard();
      this.post({ kind, id, ...this.sent(ask) } as unknown as Request<C>, transfer);
    });
  }

  /** Ends the worker; everything still open is rejected, so that its owner can do it elsewhere. */
  end(reason: string): void {
    if (this.lost) return;
    this.lost = new WorkerLost(reason);
    this.worker.terminate();
    for (const call of [...this.pending.values()]) call.reject(this.lost);
    this.onLost(this.lost);
  }

  private post(message: ToWorker<C>, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private receive(message: FromWorker<C>): void {
    this.hasSpoken = true;
    const call = this.pending.get(message.id);
    if (!call) return;
    call.heard();
    switch (message.kind) {
      case "progress":
        call.onProgress?.(message.done, message.total);
        break;
      case "answer":
        call.resolve(message.value);
        break;
      case "failure":
        call.reject(new WorkerFailure(message.problem));
        break;
    }
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function abortion(): DOMException {
  return new DOMException("cancelled", "AbortError");
}
