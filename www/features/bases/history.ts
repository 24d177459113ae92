/** What was done, step by step, and can be undone. */
export interface Step<State> {
  /** How it was before; in the future of the history, how it will be. */
  state: State;
  /** What was done, for the undo button. */
  label: string;
}

const mostSteps = 500;

export class History<State> {
  past: Step<State>[] = [];
  future: Step<State>[] = [];
  private merging: string | undefined;

  get undoLabel(): string | undefined {
    return this.past.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.future.at(-1)?.label;
  }

  /** Notes how it was before a change; changes of one `gesture` (a slider that is dragged) are one step. */
  push(before: State, label: string, gesture?: string): void {
    if (gesture === undefined || gesture !== this.merging) this.past.push({ state: before, label });
    if (this.past.length > mostSteps) this.past.shift();
    this.future = [];
    this.merging = gesture;
  }

  /** Goes a step back or forth; returns what is to be shown, where there is such a step. */
  move(way: "undo" | "redo", now: State): State | undefined {
    const [from, to] = way === "undo" ? [this.past, this.future] : [this.future, this.past];
    const step = from.pop();
    if (!step) return undefined;
    to.push({ state: now, label: step.label });
    this.merging = undefined;
    return step.state;
  }

  restore(past: Step<State>[] = [], future: Step<State>[] = []): void {
    this.past = past;
    this.future = future;
    this.merging = undefined;
  }
}
