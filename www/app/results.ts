import type { Workbench } from "./workbench";
import { html, nothing } from "lit";
import { predictedBy, unitOfModel } from "../features/map/columns";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "./bench-element";
import { duration } from "../strings/format";
import type { Cell } from "../features/map/same-cell";
import type { Grid } from "../features/map/grid";
import { shared } from "../style/shared";
import { strings } from "../strings/index";
import "../features/map/grid-downloads";
import "../ui/progress";
import "../features/measured/measured";
import "../features/map/response-map";
import { resultsStyle } from "./results-style";
import "./why";

/** The table of responses and, below it, what the chosen one rests on. */
@customElement("cisight-results")
export class ResultsElement extends BenchElement {
  static override styles = [shared, resultsStyle];

  protected override follows({ frame, promoters, conditions, predictions }: Workbench) {
    return [frame, promoters, conditions, predictions];
  }

  override render() {
    return html`<section aria-labelledby="responses">${this.renderGrid()}</section>
      <section aria-labelledby="why">
        <cisight-why .bench=${this.bench}></cisight-why>
      </section>`;
  }

  private renderGrid() {
    const { predictions, model } = this.bench;
    const { grid, gridProgress } = predictions;
    return html`
      <div class="title">
        <h2 id="responses">${strings.grid.title}</h2>
        <cisight-grid-downloads .bench=${this.bench}></cisight-grid-downloads>
      </div>
      <p class="help ${grid ? "" : "unit"}">
        ${strings.grid.help(predictedBy(model), this.bench.about?.spread ?? "")}
      </p>
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
              .figures=${this.bench.figures}
              .unit=${unitOfModel(model)}
              .outputs=${model?.outputs}
              ?stale=${gridProgress.state !== "idle" && grid.isComplete}
              .busy=${gridProgress.state !== "idle"}
              @select-cell=${(event: CustomEvent<Cell>) => predictions.select(event.detail)}
            ></cisight-response-map>`
          : html`<div class="empty table ${this.bench.isBusy ? "awaited" : ""}">${this.renderEmpty()}</div>`
      }
      <cisight-measured .bench=${this.bench}></cisight-measured>
    `;
  }

  private summary({ rows, columns, milliseconds, backend }: Grid): string {
    return strings.grid.summary(
      rows.length,
      columns[0]?.isResponse ? 0 : columns.length,
      this.bench.model?.capabilities.tfLevels === false ? "output" : "condition",
      duration(milliseconds),
      backend,
    );
  }

  private renderEmpty() {
    const { phase } = this.bench;
    if (phase.state === "failed") return nothing;
    if (phase.state === "ready") return this.invitation();
    const { done, total } = phase;
    const label = strings.app.starting(0, 0);
    return html`<div class="loading numbers">
      <span>${strings.app.starting(done, total)}</span>
      <progress aria-label=${label} max=${total || 1} value=${total ? done : nothing}></progress>
    </div>`;
  }

  private invitation(): string {
    const { promoters, conditions, inputs } = this.bench;
    if (!promoters.rows.length && !conditions.columns.length) return strings.grid.empty;
    if (!promoters.rows.length)
      return promoters.hasCatalogue ? strings.grid.needsPromoter : strings.grid.needsSequence;
    if (!conditions.columns.length) return strings.grid.needsCondition;
    const needed = inputs.needed(promoters.rows);
    return needed.length ? strings.inputs.needed(needed) : "";
  }
}
