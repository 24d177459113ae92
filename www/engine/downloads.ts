import type { OnBytes } from "./packed";

// Often enough to see it move, seldom enough not to keep the page from working.
const tellEveryMs = 100;

/** The downloads that one wait is made of, added up: how many bytes have come, and of how many; of 0 while that is not known of each. */
export class Downloads {
  private readonly parts: { done: number; total: number }[] = [];

  private told = 0;

  constructor(private readonly report: OnBytes) {}

  /** Counts from its first bytes on; what was there already counts for nothing. */
  part(): OnBytes {
    const part = { done: 0, total: 0 };
    return (done, total) => {
      if (!this.parts.includes(part)) this.parts.push(part);
      Object.assign(part, { done, total });
      if (done !== total && performance.now() - this.told < tellEveryMs) return;
      this.told = performance.now();
      const isKnown = this.parts.every((known) => known.total > 0);
      this.report(this.sum("done"), isKnown ? this.sum("total") : 0);
    };
  }

  private sum(what: "done" | "total"): number {
    return this.parts.reduce((sum, part) => sum + part[what], 0);
  }
}
