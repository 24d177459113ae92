import type { ModelWorker } from "./model-worker";
import { WorkerLost } from "./rpc";

/** Work in parts over several workers, an instance of the model each: the first one begins at once, the others join when they are ready. */
export class Pool {
  constructor(
    private readonly first: ModelWorker,
    private readonly others: ModelWorker[],
  ) {}

  get size(): number {
    return 1 + this.others.length;
  }

  /**
   * Runs every part once, in order as far as there are workers; a part whose worker was lost goes to another one. Rejects with the first
   * failure that no other worker can mend. `pass` is awaited before each part, and ends the work where it rejects.
   */
  run<Part, Result>(
    parts: Part[],
    work: (worker: ModelWorker, part: Part) => Promise<Result>,
    take: (part: Part, result: Result) => void,
    pass: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const waiting = [...parts];
    let [open, active] = [parts.length, 0];
    return new Promise((resolve, reject) => {
      let lost: WorkerLost | undefined;
      const consume = async (worker: ModelWorker) => {
        active++;
        try {
          for (;;) {
            await pass();
            const part = waiting.shift();
            if (part === undefined) break;
            try {
              take(part, await work(worker, part));
            } catch (error) {
              waiting.unshift(part);
              throw error;
            }
            if (--open === 0) resolve();
          }
        } catch (error) {
          if (error instanceof WorkerLost) lost = error;
          else {
            waiting.length = 0;
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        }
        if (--active === 0 && open > 0 && lost) reject(lost);
      };
      if (open === 0) resolve();
      void consume(this.first);
      if (parts.length === 1) return;
      for (const worker of this.others)
        // A worker that cannot start is missed, not waited for.
        worker.open().then(
          () => consume(worker),
          () => undefined,
        );
    });
  }
}

/** Workers beside the first: a core each, but one of them is the page's; phones with little memory get none. */
export function helperCount(): number {
  const { hardwareConcurrency = 1, deviceMemory = 8 } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory <= 2 ? 0 : Math.min(3, hardwareConcurrency - 1);
}
