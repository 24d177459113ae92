import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { duration } from "../format";
import { gridTable, saveAs, trackTable, type TableFormat } from "../state/export";
import type { Cell, Grid, Track } from "../state/predictions";
import type { Workbench } from "../state/workbench";
import { shared } from "../style/shared";
import { strings } from "../strings";
import "./progress";
import "./measured";
import "./response-map";
import { resultsStyle } from "./results-style";
import "./track-view";

const formats: TableFormat[] = ["tsv", "csv"];

/** The table of responses and, below it, the bases behind the chosen one. */
@customElement("cisight-results")
export class ResultsElement extends LitElement {
  static override styles = [shared, resultsStyle];

  @property({ attribute: false }) bench!: Workbench;

  override render() {
    return html`<section aria-labelledby="responses">${this.renderGrid()}</section>
      <section aria-labelledby="track">${this.renderTrack()}</section>`;
  }

  private renderGrid() {
    const { predictions, model } = this.bench;
    const { grid, gridProgress } = predictions;
    const unit = model?.outputUnit ?? strings.track.unit;
    return html`
      <div class="title">
        <h2 id="responses">${strings.grid.title}</h2>
        ${grid?.isComplete && model ? this.renderDownloads((format) => saveAs(`cisight-responses.${format}`, gridTable(grid, model, format), format)) : nothing}
      </div>
      <p class="help">${strings.grid.help(unit)}</p>
      <cisight-progress
        .progress=${gridProgress}
        .running=${strings.grid.running}
        .cancelled=${strings.grid.cancelled}
        .again=${strings.grid.again}
        .idle=${grid ? this.summary(grid) : ""}
        @cancel=${() => predictions.cancelGrid()}
        @again=${() => void this.bench.predict()}
      ></cisight-progress>
      ${
        grid
          ? html`<cisight-response-map
              .grid=${grid}
              .order=${this.bench.mapOrder}
              .chosen=${predictions.cell}
              .unit=${unit}
              ?stale=${gridProgress.state !== "idle" && grid.isComplete}
              .busy=${gridProgress.state !== "idle"}
              @select-cell=${(event: CustomEvent<Cell>) => predictions.select(event.detail)}
            ></cisight-response-map>`
          : html`<div class="empty table">${this.invitation()}</div>`
      }
      <cisight-measured class="reads-bench" .bench=${this.bench}></cisight-measured>
    `;
  }

  private renderTrack() {
    const { predictions, model, view } = this.bench;
    const { grid, track, trackProgress, cell } = predictions;
    const [row, column] = [grid?.rows[cell.row], grid?.columns[cell.column]];
    const unit = model?.outputUnit ?? strings.track.unit;
    const isComplete = track?.isComplete ?? false;
    return html`
      <div class="title">
        <h2 id="track">${strings.track.title}</h2>
        ${track && isComplete && model ? this.renderDownloads((format) => saveAs(`cisight-mutagenesis.${format}`, trackTable(track, model, format), format)) : nothing}
      </div>
      <p class="chosen">
        ${
          row && column
            ? html`<b>${row.name}</b> ${strings.track.in} <b>${column.name}</b>`
            : strings.track.waiting
        }
      </p>
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
              ?stale=${track.row !== row || track.column !== column}
              @view=${(event: CustomEvent<[number, number] | undefined>) => this.bench.setView(event.detail)}
            ></cisight-track-view>`
          : html`<div class="empty plot"></div>`
      }
    `;
  }

  private renderDownloads(save: (format: TableFormat) => void) {
    return html`<span class="downloads">
      ${formats.map(
        (format) =>
          html`<button class="plain" @click=${() => save(format)}>${strings.grid.download(format)}</button>`,
      )}
    </span>`;
  }

  private summary({ rows, columns, milliseconds, backend }: Grid): string {
    return strings.grid.summary(rows.length, columns.length, duration(milliseconds), backend);
  }

  private trackSummary({ reference, spread, milliseconds, backend, length }: Track, unit: string): string {
    return strings.track.summary(reference, spread, unit, length, duration(milliseconds), backend);
  }

  private invitation(): string {
    const { phase, promoters, conditions } = this.bench;
    if (phase.state !== "ready") return phase.state === "starting" ? strings.app.starting : "";
    if (!promoters.rows.length && !conditions.columns.length) return strings.grid.empty;
    if (!promoters.rows.length) return strings.grid.needsPromoter;
    return conditions.columns.length ? "" : strings.grid.needsCondition;
  }
}
