import type { ModelDescription } from "../../engine/messages";
import { sequencesOf } from "../../engine/model-inputs";
import { oncePerModel } from "../../state/once";
import type { Progress } from "../../state/progress";
import { lookedAt } from "../inputs/looked-at";
import type { Track } from "../map/grid";
import type { PromoterRow } from "../promoters/promoters";
import { TracksBeside, type Bench, type Place } from "./tracks-beside";

interface ModelBench extends Bench {
  model: ModelDescription | undefined;
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

/** The tracks of a model's other sequences. */
export class OtherSequences extends TracksBeside<ModelBench> {
  private readonly progress = new Map<number | undefined, Progress>();

  static readonly of = oncePerModel((bench: ModelBench) => new OtherSequences(bench));

  /** In the order of the model's inputs; nothing of a model that reads one sequence. */
  get list(): OtherSequence[] {
    return this.places.map(({ input, name, place }) => {
      const track = this.keptAt(place);
      const last = this.lastKept(({ row }) => this.inputOf(row) === input);
      const progress = this.progress.get(input) ?? { state: "idle" };
      return { input, name, progress, track: track ?? last, isStale: !track };
    });
  }

  protected override get lacking(): Place | undefined {
    return this.places.find(({ place }) => !this.keptAt(place))?.place;
  }

  protected override report(progress: Progress, place?: Place): void {
    if (place) this.progress.set(this.inputOf(place.row), progress);
    else this.progress.clear();
  }

  private inputOf({ input }: PromoterRow): number | undefined {
    return input ?? this.bench.model?.sequenceInput;
  }

  private get places(): { input: number; name: string; place: Place }[] {
    const { model, predictions } = this.bench;
    const { track, chosen } = predictions;
    if (!model || !track || !chosen) return [];
    const shown = this.inputOf(track.row);
    return sequencesOf(model).flatMap(({ input, name }) => {
      if (input === shown) return [];
      return [{ input, name, place: { row: lookedAt(chosen.row, input), column: chosen.column } }];
    });
  }
}
