import type { Engine } from "../../engine/engine";
import type { PartialTrack } from "../../engine/parts";
import { isAbort } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import type { Progress } from "../../state/progress";
import type { ConditionColumn } from "../conditions/conditions";
import { askOf, isSamePlace } from "../map/columns";
import type { Track } from "../map/grid";
import type { Predictions } from "../map/predictions";
import type { PromoterRow } from "../promoters/promoters";

/** What a track is of: a promoter, by one of its sequences, in a condition. */
export interface Place {
  row: PromoterRow;
  column: ConditionColumn;
}

/** The second track of a comparison. */
export interface OtherTrack extends PartialTrack, Place {}

export interface Bench {
  engine: Engine;
  predictions: Predictions;
}

const mostKept = 12;

/** Tracks beside the one that is looked at: each computed when somebody sees it and that one is done; the last few are kept. */
export abstract class TracksBeside<B extends Bench> extends Observable {
  private kept: Track[] = [];
  /** What is being computed, or was until it was cancelled or failed. */
  private target: Place | undefined;
  private isRunning = false;
  private isVisible = false;
  private unfollow: (() => void) | undefined;
  private readonly latest = new Latest();

  constructor(protected readonly bench: B) {
    super();
  }

  /** What is to be there and is not. */
  protected abstract get lacking(): Place | undefined;

  /** How far a place is; nothing is under way anywhere where none is given. */
  protected abstract report(progress: Progress, place?: Place): void;

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    // Predictions outlive these tracks, which are one model's: they must not hold on to them.
    this.unfollow?.();
    this.unfollow = isVisible ? this.bench.predictions.subscribe(() => this.refresh()) : undefined;
    if (isVisible) this.refresh();
    else this.stop();
  }

  cancel(): void {
    this.latest.cancel();
    if (this.target) this.show({ state: "cancelled" }, this.target);
  }

  restart(): void {
    this.stop();
    this.changed();
    this.refresh();
  }

  protected keptAt(place: Place): Track | undefined {
    return this.kept.find((track) => isSamePlace(track, place));
  }

  protected lastKept(isWanted: (track: Track) => boolean): Track | undefined {
    return this.kept.find(isWanted);
  }

  private refresh(): void {
    const { track, trackProgress } = this.bench.predictions;
    if (track?.isComplete) this.keep(track);
    if (!this.isVisible) return;
    // A track that is on its way comes first; so does what is looked at after an edit.
    if (!track?.isComplete || trackProgress.state !== "idle") {
      if (this.isRunning) this.stop();
      return;
    }
    const next = this.lacking;
    if (next && this.target && isSamePlace(next, this.target)) return;
    this.stop();
    if (next) void this.compute(next);
  }

  private async compute(place: Place): Promise<void> {
    const signal = this.latest.start();
    this.target = place;
    const report = (done: number, total: number) => {
      if (!signal.aborted) this.show({ state: "running", done, total }, place);
    };
    report(0, 0);
    const start = performance.now();
    try {
      const grow = ({ computed, length }: PartialTrack) =>
        report(
          computed.reduce((sum, base) => sum + base, 0),
          length,
        );
      const { engine } = this.bench;
      const result = await engine.mutagenesis(askOf(place), { isUrgent: true }, grow, signal);
      if (signal.aborted) return;
      const milliseconds = performance.now() - start;
      const backend = engine.status.active;
      this.keep({ ...result, ...place, backend, milliseconds, isComplete: true });
      this.restart();
    } catch (reason) {
      if (!isAbort(reason) && !signal.aborted) this.show(failure(reason), place);
    }
  }

  private show(progress: Progress, place: Place): void {
    this.isRunning = progress.state === "running";
    this.report(progress, place);
    this.changed();
  }

  private keep(track: Track): void {
    if (this.kept[0] === track) return;
    this.kept = [track, ...this.kept.filter((other) => !isSamePlace(other, track))].slice(0, mostKept);
  }

  private stop(): void {
    this.latest.cancel();
    this.target = undefined;
    this.isRunning = false;
    this.report({ state: "idle" });
  }
}
