import type { Engine } from "../../engine/engine";
import type { PartialTrack } from "../../engine/parts";
import { isAbort } from "../../engine/rpc";
import type { ConditionColumn } from "../conditions/conditions";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { oncePerModel } from "../../state/once";
import { Observable } from "../../state/observable";
import type { Predictions } from "../map/predictions";
import type { Progress } from "../../state/progress";
import { lookedAt } from "../inputs/looked-at";
import { askOf, isSamePlace } from "../map/columns";
import type { PromoterRow } from "../promoters/promoters";

/** What the track is compared with; promoters and conditions by their keys. */
export type ComparedCell =
  { kind: "nothing" | "unedited" } | { kind: "condition"; key: string } | { kind: "promoter"; key: string };

/** The second track of a comparison. */
export interface OtherTrack extends PartialTrack {
  row: PromoterRow;
  column: ConditionColumn;
}

interface Bench {
  engine: Engine;
  predictions: Predictions;
}

const mostKept = 12;

/** The track that the one on show is compared with: one that was looked at before, or computed when the first is done. */
export class Comparison extends Observable {
  progress: Progress = { state: "idle" };
  /** What was chosen; where nothing was, an edited promoter stands beside the unedited one. */
  private choice: ComparedCell | undefined;
  private kept: OtherTrack[] = [];
  private target: { row: PromoterRow; column: ConditionColumn } | undefined;
  private isVisible = false;
  private unfollow: (() => void) | undefined;
  private readonly latest = new Latest();

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new Comparison(bench));

  /** What holds now: a promoter or condition that is gone, or is the one on show, is nothing to compare with. */
  get other(): ComparedCell {
    const { choice } = this;
    const isEdited = this.bench.predictions.track?.row.origin !== undefined;
    if (!choice || (choice.kind === "unedited" && !isEdited))
      return { kind: isEdited ? "unedited" : "nothing" };
    return this.find(choice) ? choice : { kind: "nothing" };
  }

  choose(other: ComparedCell): void {
    this.choice = other;
    this.restart();
  }

  /** The other promoter, in the condition of the one on show. */
  get row(): PromoterRow | undefined {
    const { other } = this;
    return other.kind === "promoter" || other.kind === "unedited" ? this.find(other)?.row : undefined;
  }

  /** The second track, if it is there. */
  get track(): OtherTrack | undefined {
    const target = this.find(this.other);
    return target && this.kept.find((track) => isSamePlace(track, target));
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    // Predictions outlive this comparison, which is one model's: they must not hold on to it.
    this.unfollow?.();
    this.unfollow = isVisible ? this.bench.predictions.subscribe(() => this.refresh()) : undefined;
    if (isVisible) this.refresh();
    else this.stop();
  }

  cancel(): void {
    this.latest.cancel();
    this.progress = { state: "cancelled" };
    this.changed();
  }

  restart(): void {
    this.stop();
    this.changed();
    this.refresh();
  }

  private refresh(): void {
    const { track, trackProgress } = this.bench.predictions;
    if (track?.isComplete) this.keep(track);
    if (!this.isVisible) return;
    // A track that is on its way comes first; so does what is looked at after an edit.
    if (!track?.isComplete || trackProgress.state !== "idle") {
      if (this.progress.state === "running") this.stop();
      return;
    }
    const target = this.find(this.other);
    if (target && this.target && isSamePlace(target, this.target)) return;
    this.stop();
    if (target && !this.track) void this.compute(target);
  }

  private async compute(target: { row: PromoterRow; column: ConditionColumn }): Promise<void> {
    const signal = this.latest.start();
    this.target = target;
    const report = (done: number, total: number) => {
      if (signal.aborted) return;
      this.progress = { state: "running", done, total };
      this.changed();
    };
    report(0, 0);
    try {
      const ask = askOf(target);
      const grow = ({ computed, length }: PartialTrack) =>
        report(
          computed.reduce((a, b) => a + b, 0),
          length,
        );
      const result = await this.bench.engine.mutagenesis(ask, { isUrgent: true }, grow, signal);
      if (signal.aborted) return;
      this.keep({ ...result, ...target });
      this.stop();
      this.changed();
    } catch (reason) {
      if (isAbort(reason) || signal.aborted) return;
      this.progress = failure(reason);
      this.changed();
    }
  }

  private find(other: ComparedCell): { row: PromoterRow; column: ConditionColumn } | undefined {
    const { track, grid } = this.bench.predictions;
    if (!track) return undefined;
    const { row, column } = track;
    switch (other.kind) {
      case "nothing":
        return undefined;
      case "unedited":
        return row.origin && { row: row.origin, column };
      case "condition": {
        const found = grid?.columns.find(({ key }) => key === other.key);
        return found && found.key !== column.key ? { row, column: found } : undefined;
      }
      case "promoter": {
        const found = grid?.rows.find(({ key }) => key === other.key);
        return found && found.key !== row.key ? { row: lookedAt(found, row.input), column } : undefined;
      }
    }
  }

  private keep(track: OtherTrack): void {
    if (this.kept[0] === track) return;
    this.kept = [track, ...this.kept.filter((other) => !isSamePlace(other, track))].slice(0, mostKept);
  }

  private stop(): void {
    this.latest.cancel();
    this.target = undefined;
    this.progress = { state: "idle" };
  }
}
