import type { DesignOptions } from "../../engine/messages";
import { strings } from "../../strings/index";

/** Before a first scan is through, its length is a guess. */
const stepsGuess = 17;

/** How far a search is: it tells only which mutation or generation it is at, so the steps between are counted and timed here. */
export class SearchClock {
  done = 0;
  private readonly start = performance.now();
  private round = 0;
  private steps = 0;
  private stepsPerScan: number | undefined;

  constructor(private readonly options: DesignOptions) {}

  /** Hears of a step, and of how many rounds of all designs are through. */
  tick(round: number): void {
    this.steps++;
    if (round > this.round) this.stepsPerScan ??= this.steps;
    this.round = round;
    if (this.options.generations) {
      this.done = Math.min(this.total, round);
      return;
    }
    const reached =
      this.stepsPerScan === undefined ? this.steps : Math.max(this.steps, this.scans(round) * this.perScan);
    this.done = Math.min(this.total, reached);
  }

  get total(): number {
    return this.perScan * this.scans(this.rounds * this.options.designs);
  }

  get milliseconds(): number {
    return performance.now() - this.start;
  }

  get sentence(): string {
    const { designs, generations } = this.options;
    const { rounds } = this;
    const design = Math.min(Math.floor(this.round / rounds), designs - 1);
    const round = Math.min(this.round - design * rounds + 1, rounds);
    const texts = strings.design;
    const inDesign = generations ? texts.runningGeneration(round, rounds) : texts.runningRound(round, rounds);
    const text = designs > 1 ? texts.runningDesign(design + 1, designs, inDesign) : inDesign;
    if (!this.done || (this.stepsPerScan === undefined && !generations)) return text;
    const left = (this.milliseconds / this.done) * (this.total - this.done);
    return `${text} ${texts.remaining(left / 1000)}`;
  }

  /** Mutations or generations of one design. */
  private get rounds(): number {
    return this.options.generations ?? this.options.changes;
  }

  /** What so many rounds take: the first mutation one scan of the promoter, each later one a scan of every promoter that was kept. */
  private scans(rounds: number): number {
    const { beam, generations } = this.options;
    if (generations) return rounds;
    const [designs, left] = [Math.floor(rounds / this.rounds), rounds % this.rounds];
    return designs * (1 + beam * (this.rounds - 1)) + (left ? 1 + (left - 1) * beam : 0);
  }

  private get perScan(): number {
    // Generations are short and have no scan that is as long as all others.
    if (this.options.generations) return 1;
    return this.stepsPerScan ?? Math.max(stepsGuess, this.steps + 1);
  }
}
