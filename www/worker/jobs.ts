import { withHandle } from "./handles";

/** What every job of the engine is: work that is done in bounded pieces. */
export interface Job<Result> {
  readonly total: number;
  readonly done: number;
  step(): Promise<void> | void;
  result(): Result;
  free(): void;
}

export class Cancelled extends Error {
  override name = "AbortError";
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets the worker read its messages between two pieces of work; a timer would be held back by four milliseconds each time. */
export function yieldToMessages(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Who waits for a job: whether they still do, and how they hear of its progress. */
export interface Watch {
  isCancelled(): boolean;
  report(done: number, total: number): void;
}

/** Runs a job to its end, piece by piece, and frees it whatever happens. */
export function runJob<Result>(job: Job<Result>, watch: Watch): Promise<Result> {
  return withHandle(job, async () => {
    while (job.done < job.total) {
      await job.step();
      // What is done in one step has nothing to report and nobody to wait for.
      if (job.done >= job.total) break;
      watch.report(job.done, job.total);
      await yieldToMessages();
      if (watch.isCancelled()) throw new Cancelled("cancelled");
    }
    return job.result();
  });
}
