/** Long computations come one at a time, so that none slows an earlier one down nor starves it; what is urgent comes between their parts. */
export class Turns {
  private queue: Promise<unknown> = Promise.resolve();
  private urgentQueue: Promise<unknown> = Promise.resolve();
  private urgentCount = 0;

  run<Result>(compute: () => Promise<Result>): Promise<Result> {
    const result = this.queue.then(compute);
    this.queue = result.catch(() => undefined);
    return result;
  }

  runUrgent<Result>(compute: () => Promise<Result>): Promise<Result> {
    this.urgentCount++;
    const result = this.urgentQueue.then(compute).finally(() => this.urgentCount--);
    this.urgentQueue = result.catch(() => undefined);
    return result;
  }

  /** Between two parts of what is not urgent: resolves when nothing urgent is left to do. */
  async pass(): Promise<void> {
    while (this.urgentCount) await this.urgentQueue;
  }
}
