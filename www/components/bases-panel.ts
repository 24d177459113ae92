import { css, html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { BenchElement } from "./bench-element";
import { duration } from "../format";
import type { Track } from "../state/predictions";
import { shared } from "../style/shared";
import { strings } from "../strings";
import "./progress";
import "./track-files";
import { TrackViewElement } from "./track-view";

/** The bases behind the chosen value. */
@customElement("cisight-bases-panel")
export class BasesPanelElement extends BenchElement {
  static override styles = [
    shared,
    css`
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1rem;
      }
      .plot {
        min-height: calc(clamp(19rem, 36vh, 30rem) + 12rem);
      }
    `,
  ];

  @query("cisight-track-view") private view!: TrackViewElement;

  override render() {
    const { predictions, model, view } = this.bench;
    const { track, trackProgress, chosen } = predictions;
    const unit = model?.outputUnit ?? strings.track.unit;
    const isComplete = track?.isComplete ?? false;
    return html`
      <div class="title">
        <h3>${strings.track.title}</h3>
        ${
          track && isComplete && model
            ? html`<cisight-track-files
                .track=${track}
                .model=${model}
                .view=${() => this.view}
              ></cisight-track-files>`
            : nothing
        }
      </div>
      <cisight-progress
        .progress=${trackProgress}
        .running=${strings.track.running}
        .cancelled=${strings.track.cancelled}
        .again=${strings.track.again}
        .idle=${track && isComplete ? this.trackSummary(track, unit) : ""}
        @cancel=${() => predictions.cancelTrack()}
        @again=${() => void predictions.explain()}
      ></cisight-progress>
      ${
        track && model
          ? html`<cisight-track-view
              .track=${track}
              .window=${model.window}
              .anchor=${model.anchor}
              .shownRange=${view}
              ?stale=${track.row !== chosen?.row || track.column !== chosen.column}
              @view=${(event: CustomEvent<[number, number] | undefined>) => this.bench.setView(event.detail)}
            ></cisight-track-view>`
          : html`<div class="plot"></div>`
      }
    `;
  }

  private trackSummary({ reference, spread, milliseconds, backend, length }: Track, unit: string): string {
    return strings.track.summary(reference, spread, unit, length, duration(milliseconds), backend);
  }
}
