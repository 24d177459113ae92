/** Runs only the newest of a row of tasks: starting one cancels the one before. */
export class Latest {
  private controller: AbortController | undefined;

  start(): AbortSignal {
    this.cancel();
    this.controller = new AbortController();
    return this.controller.signal;
  }

  cancel(): void {
    this.controller?.abort();
    this.controller = undefined;
  }
}

/** Resolves after the given time, or rejects as soon as the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("cancelled", "AbortError"));
    });
  });
}

/** A short text is read while it is typed; a long one when the typing pauses. */
export function readingDelay(text: string): number {
  return text.length < 20_000 ? 0 : 200;
}
