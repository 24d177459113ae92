import type { DesignOptions } from "../../engine/messages";
import { strings } from "../../strings/index";

/** Before a first scan is through, its length is a guess. */
const stepsGuess = 17;

/** How far a search is: it tells only which mutation it is at, so the steps between are counted and timed here. */
export class SearchClock {
  done = 0;
  private readonly start = performance.now();
  private round = 0;
  private steps = 0;
  private stepsPerScan: number | undefined;

  constructor(private readonly options: DesignOptions) {}

  /** Hears of a step, and of how many mutations are found. */
  tick(round: number): void {
    this.steps++;
    if (round > this.round) this.stepsPerScan ??= this.steps;
    this.round = round;
    const { beam } = this.options;
    // The first mutation takes one scan of the promoter; each later one a scan of every promoter that was kept.
    const scans = round === 0 ? 0 : 1 + (round - 1) * beam;
    const reached = this.stepsPerScan === undefined ? this.steps : Math.max(this.steps, scans * this.perScan);
    this.done = Math.min(this.total, reached);
  }

  get total(): number {
    const { beam, changes } = this.options;
    return this.perScan * (1 + beam * (changes - 1));
  }

  get milliseconds(): number {
    return performance.now() - this.start;
  }

  get sentence(): string {
    const text = strings.design.runningRound(
      Math.min(this.round + 1, this.options.changes),
      this.options.changes,
    );
    if (this.stepsPerScan === undefined || !this.done) return text;
    const left = (this.milliseconds / this.done) * (this.total - this.done);
    return `${text} ${strings.design.remaining(left / 1000)}`;
  }

  private get perScan(): number {
    return this.stepsPerScan ?? Math.max(stepsGuess, this.steps + 1);
  }
}
