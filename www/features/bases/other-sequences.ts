import type { Engine } from "../../engine/engine";
import type { ModelDescription } from "../../engine/messages";
import { sequencesOf } from "../../engine/model-inputs";
import type { PartialTrack } from "../../engine/parts";
import { isAbort } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import { oncePerModel } from "../../state/once";
import type { Progress } from "../../state/progress";
import type { ConditionColumn } from "../conditions/conditions";
import { lookedAt } from "../inputs/looked-at";
import { askOf, isSamePlace } from "../map/columns";
import type { Track } from "../map/grid";
import type { Predictions } from "../map/predictions";
import type { PromoterRow } from "../promoters/promoters";

interface Bench {
  engine: Engine;
  model: ModelDescription | undefined;
  predictions: Predictions;
}

interface Place {
  row: PromoterRow;
  column: ConditionColumn;
}

/** A sequence of the chosen promoter beside the one that is looked at. */
export interface OtherSequence {
  input: number;
  name: string;
  progress: Progress;
  /** Whole; the one that stood there last until then. */
  track: Track | undefined;
  isStale: boolean;
}

const mostKept = 12;

/** The tracks of a model's other sequences, each computed when somebody sees it and the one that is looked at is done. */
export class OtherSequences extends Observable {
  private readonly progress = new Map<number, Progress>();
  private kept: Track[] = [];
  /** What is being computed. */
  private target: Place | undefined;
  private isVisible = false;
  private unfollow: (() => void) | undefined;
  private readonly latest = new Latest();

  private constructor(private readonly bench: Bench) {
    super();
  }

  static readonly of = oncePerModel((bench: Bench) => new OtherSequences(bench));

  /** In the order of the model's inputs; nothing of a model that reads one sequence. */
  get list(): OtherSequence[] {
    return this.places.map(({ input, name, place }) => {
      const track = this.kept.find((own) => isSamePlace(own, place));
      const last = this.kept.find(({ row }) => (row.input ?? this.bench.model?.sequenceInput) === input);
      const progress = this.progress.get(input) ?? { state: "idle" };
      return { input, name, progress, track: track ?? last, isStale: !track };
    });
  }

  setVisible(isVisible: boolean): void {
    this.isVisible = isVisible;
    // Predictions outlive these tracks, which are one model's: they must not hold on to them.
    this.unfollow?.();
    this.unfollow = isVisible ? this.bench.predictions.subscribe(() => this.refresh()) : undefined;
    if (isVisible) this.refresh();
    else this.stop();
  }

  cancel(input: number): void {
    this.latest.cancel();
    this.set(input, { state: "cancelled" });
  }

  again(): void {
    this.stop();
    this.changed();
    this.refresh();
  }

  private get places(): { input: number; name: string; place: Place }[] {
    const { model, predictions } = this.bench;
    const { track, chosen } = predictions;
    if (!model || !track || !chosen) return [];
    const shown = track.row.input ?? model.sequenceInput;
    return sequencesOf(model).flatMap(({ input, name }) => {
      if (input === shown) return [];
      return [{ input, name, place: { row: lookedAt(chosen.row, input), column: chosen.column } }];
    });
  }

  private refresh(): void {
    const { track, trackProgress } = this.bench.predictions;
    if (track?.isComplete) this.keep(track);
    if (!this.isVisible) return;
    // What is looked at comes first, as it does after an edit.
    if (!track?.isComplete || trackProgress.state !== "idle") {
      if (this.target) this.stop();
      return;
    }
    const lacking = this.places.find(({ place }) => !this.kept.some((own) => isSamePlace(own, place)));
    if (this.target && lacking && isSamePlace(this.target, lacking.place)) return;
    this.stop();
    if (lacking) void this.compute(lacking.input, lacking.place);
  }

  private async compute(input: number, place: Place): Promise<void> {
    const signal = this.latest.start();
    this.target = place;
    const report = (done: number, total: number) => {
      if (!signal.aborted) this.set(input, { state: "running", done, total });
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
      this.stop();
      this.changed();
      this.refresh();
    } catch (reason) {
      if (!isAbort(reason) && !signal.aborted) this.set(input, failure(reason));
    }
  }

  private set(input: number, progress: Progress): void {
    this.progress.set(input, progress);
    this.changed();
  }

  private keep(track: Track): void {
    if (this.kept[0] === track) return;
    this.kept = [track, ...this.kept.filter((other) => !isSamePlace(other, track))].slice(0, mostKept);
  }

  private stop(): void {
    this.latest.cancel();
    this.target = undefined;
    this.progress.clear();
  }
}
