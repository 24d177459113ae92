import type { CallOptions } from "../engine/rpc";
import { isAbort } from "../engine/rpc";
import { Latest, pause } from "./latest";
import { failure } from "./message";
import type { Progress } from "./progress";

type Work<Result> = (options: CallOptions) => Promise<Result>;

/** One computation that follows its inputs: new ones cancel what is under way, and the last result stays until the next is there. */
export class Task<Result> {
  progress: Progress = { state: "idle" };
  result: Result | undefined;
  private inputs: readonly unknown[] | undefined;
  private work: Work<Result> | undefined;
  private readonly latest = new Latest();

  constructor(private readonly changed: () => void) {}

  /** Whether the result is what these inputs give. */
  isOf(inputs: readonly unknown[]): boolean {
    return this.progress.state === "idle" && this.result !== undefined && isSame(this.inputs, inputs);
  }

  /** Does the work, unless it was asked for with the same inputs before. */
  follow(inputs: readonly unknown[], delayMs: number, work: Work<Result>): void {
    if (isSame(this.inputs, inputs)) return;
    this.inputs = inputs;
    this.work = work;
    void this.start(delayMs);
  }

  again(): void {
    void this.start(0);
  }

  /** The next inputs are taken whatever they are. */
  forget(): void {
    this.inputs = undefined;
  }

  /** There is nothing to do any more, and nothing to show. */
  clear(): void {
    this.latest.cancel();
    this.inputs = this.work = this.result = undefined;
    this.progress = { state: "idle" };
  }

  cancel(): void {
    this.latest.cancel();
    this.show({ state: "cancelled" });
  }

  /** Nobody looks any more: stops, and starts anew when it is asked for again. */
  leave(): void {
    if (this.progress.state !== "running") return;
    this.latest.cancel();
    this.inputs = undefined;
    this.progress = { state: "idle" };
  }

  private async start(delayMs: number): Promise<void> {
    const { work } = this;
    if (!work) return;
    const signal = this.latest.start();
    const onProgress = (done: number, total: number) => this.show({ state: "running", done, total });
    onProgress(0, 0);
    try {
      if (delayMs) await pause(delayMs, signal);
      const result = await work({ signal, onProgress });
      if (signal.aborted) return;
      this.result = result;
      this.show({ state: "idle" });
    } catch (reason) {
      if (!isAbort(reason)) this.show(failure(reason));
    }
  }

  private show(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}

function isSame(before: readonly unknown[] | undefined, now: readonly unknown[]): boolean {
  return before?.length === now.length && now.every((value, at) => value === before[at]);
}
