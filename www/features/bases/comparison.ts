import { oncePerModel } from "../../state/once";
import type { Progress } from "../../state/progress";
import { lookedAt } from "../inputs/looked-at";
import type { Track } from "../map/grid";
import type { PromoterRow } from "../promoters/promoters";
import { TracksBeside, type Bench, type Place } from "./tracks-beside";

/** What the track is compared with; promoters and conditions by their keys. */
export type ComparedCell =
  { kind: "nothing" | "unedited" } | { kind: "condition"; key: string } | { kind: "promoter"; key: string };

/** The track that the one on show is compared with: one that was looked at before, or computed when the first is done. */
export class Comparison extends TracksBeside<Bench> {
  progress: Progress = { state: "idle" };
  /** What was chosen; where nothing was, an edited promoter stands beside the unedited one. */
  private choice: ComparedCell | undefined;

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
  get track(): Track | undefined {
    const target = this.find(this.other);
    return target && this.keptAt(target);
  }

  protected override get lacking(): Place | undefined {
    const target = this.find(this.other);
    return target && !this.keptAt(target) ? target : undefined;
  }

  protected override report(progress: Progress): void {
    this.progress = progress;
  }

  private find(other: ComparedCell): Place | undefined {
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
}
