import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { Observable } from "../../state/observable";
import type { Workbench } from "../../app/workbench";

/** What sliders reach: sixty-four times more or less than the reference sample, log2. */
export const levelRange = { least: -6, most: 6 } as const;

const movingMs = 500;

interface Wanted {
  column: ConditionColumn;
  levels: Map<number, number>;
  label: string;
  gesture: string;
}

/** TFs that the visitor turns up and down in the chosen condition. */
export class TfLevels extends Observable {
  /** TFs with a slider; those that were set have one in any case. */
  private opened: number[] = [];
  /** The TF whose slider was asked for last. */
  private asked: number | undefined;
  private gestures = 0;
  /** Moved to while the prediction before was still on its way. */
  private wanted: Wanted | undefined;
  private movedAt = -Infinity;

  /** While a move waits for the prediction before: predictions outlive these levels, which are one model's. */
  private unfollow: (() => void) | undefined;

  constructor(private readonly bench: Workbench) {
    super();
  }

  /** Whether a slider is being moved. */
  get isMoving(): boolean {
    return performance.now() - this.movedAt < movingMs;
  }

  /** TFs with a slider, in the order in which they were opened. */
  get shown(): number[] {
    const { chosen } = this.bench.predictions;
    const set = chosen ? [...this.bench.whatIf.levelsOf(chosen.column).keys()] : [];
    return [...new Set([...this.opened, ...set])];
  }

  isSet(tf: number): boolean {
    const { chosen } = this.bench.predictions;
    return chosen !== undefined && this.bench.whatIf.levelsOf(chosen.column).has(tf);
  }

  /** The level as it is set now, even where its prediction is still to come. */
  levelOf(tf: number): number {
    const { chosen } = this.bench.predictions;
    if (!chosen) return NaN;
    const { column } = chosen;
    const set = this.wanted?.levels.get(tf) ?? this.bench.whatIf.levelsOf(column).get(tf);
    return set ?? this.ownLevelOf(tf);
  }

  /** The level of the condition as it was before it was adjusted. */
  ownLevelOf(tf: number): number {
    const { chosen } = this.bench.predictions;
    return (chosen?.column.origin ?? chosen?.column)?.values[tf] ?? NaN;
  }

  open(tf: number): void {
    this.asked = tf;
    if (!this.opened.includes(tf)) this.opened = [...this.opened, tf];
    this.changed();
  }

  /** The TF whose slider was asked for since this was last called. */
  takeAsked(): number | undefined {
    const { asked } = this;
    this.asked = undefined;
    return asked;
  }

  /** Takes the TF's level back and puts its slider away. */
  close(tf: number): void {
    this.opened = this.opened.filter((other) => other !== tf);
    this.reset([tf]);
    this.changed();
  }

  /** From here on, moves are one step of the history. */
  startGesture(): void {
    this.gestures++;
  }

  /** Moves a TF's level; a prediction that is under way is awaited, so that the response follows at every moment. */
  move(tf: number, level: number): void {
    const { chosen } = this.bench.predictions;
    if (!chosen || !Number.isFinite(level)) return;
    this.movedAt = performance.now();
    const label = strings.tfs.levels.step(this.nameOf(tf));
    const levels = new Map(this.wanted?.levels).set(tf, level);
    this.wanted = { column: chosen.column, levels, label, gesture: `level ${this.gestures}` };
    this.catchUp();
    this.changed();
  }

  /** Sets several levels as one step, each with its slider. */
  set(levels: [number, number][], label: string): void {
    const { chosen } = this.bench.predictions;
    if (!chosen) return;
    this.opened = [...new Set([...this.opened, ...levels.map(([tf]) => tf)])];
    this.wanted = undefined;
    this.bench.setLevels(chosen.column, levels, label);
  }

  reset(tfs: number[]): void {
    const { chosen } = this.bench.predictions;
    this.wanted = undefined;
    const set = tfs.filter((tf) => this.isSet(tf));
    if (!chosen || !set.length) return this.changed();
    const label = strings.tfs.levels.resetStep(set.map((tf) => this.nameOf(tf)));
    this.bench.setLevels(
      chosen.column,
      set.map((tf) => [tf, undefined]),
      label,
    );
  }

  private catchUp(): void {
    const { wanted } = this;
    if (wanted && this.bench.predictions.gridProgress.state === "running") {
      // Behind the announcement, so that the prediction that makes it has come to its end.
      this.unfollow ??= this.bench.predictions.subscribe(() => queueMicrotask(() => this.catchUp()));
      return;
    }
    this.unfollow?.();
    this.unfollow = undefined;
    if (!wanted) return;
    this.wanted = undefined;
    const { chosen } = this.bench.predictions;
    const base = ({ key, origin }: ConditionColumn) => origin?.key ?? key;
    // Another condition was chosen in the meantime: the move was not meant for it.
    if (!chosen || base(chosen.column) !== base(wanted.column)) return;
    this.bench.setLevels(chosen.column, wanted.levels, wanted.label, wanted.gesture);
  }

  private nameOf(tf: number): string {
    return this.bench.model?.tfs[tf]?.name ?? "";
  }
}
