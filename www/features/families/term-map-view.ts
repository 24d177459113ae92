import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { Figures } from "../../strings/format";
import { strings } from "../../strings/index";
import { wideTable } from "../downloads/export-grid";
import "../downloads/table-downloads";
import { unitOf } from "../map/columns";
import type { Grid } from "../map/grid";
import "../map/response-map";
import type { Cell } from "../map/same-cell";
import { tfStyle } from "../tfs/tf-style";
import "../../ui/progress";
import { FamilyElement } from "./family-element";
import { TermMap } from "./term-map";
import { termMapKinds, type TermMapKind } from "./term-map-kinds";

const text = strings.families.map;

/** What families of TFs add to many responses: a map that is computed once it is opened. */
@customElement("cisight-term-map")
export class TermMapElement extends FamilyElement {
  static override styles = [
    shared,
    tfStyle,
    css`
      .kinds button[aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
    `,
  ];

  private endMap: (() => void) | undefined;
  private leaveMap: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const map = TermMap.of(this.bench);
    this.endMap = map.subscribe(() => this.requestUpdate());
    this.leaveMap = map.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endMap?.();
    this.leaveMap?.();
  }

  override updated(): void {
    TermMap.of(this.bench).follow();
  }

  override render() {
    const { bench } = this;
    const { termMap } = bench;
    return html`<h3>${text.title}</h3>
      <p class="help">${text.help}</p>
      <div class="tools kinds" role="group" aria-label=${text.title}>
        ${termMapKinds.map(
          (kind) =>
            html`<button
              aria-pressed=${termMap === kind}
              @click=${() => bench.showTermMap(termMap === kind ? undefined : kind)}
            >
              ${text.kinds[kind]}
            </button>`,
        )}
      </div>
      ${termMap ? this.renderMap() : nothing}`;
  }

  private renderMap() {
    const { task, order, cell } = TermMap.of(this.bench);
    const { predictions, model, termMap } = this.bench;
    const { result, progress } = task;
    const { chosen } = predictions;
    // Until the map that was asked for is there, the other one would be read as it.
    const grid = result && isOf(result, termMap) ? result : undefined;
    return html`<cisight-progress
        .progress=${progress}
        .running=${text.running}
        .cancelled=${text.cancelled}
        .again=${strings.tfs.again}
        .idle=${chosen && termMap ? text.of[termMap](termMap === "conditions" ? chosen.row.name : chosen.column.name) : ""}
        @cancel=${() => task.cancel()}
        @again=${() => task.again()}
      ></cisight-progress>
      ${
        grid && model
          ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${`cisight-tf-map-${termMap}`}
                .table=${(format: "tsv" | "csv") => wideTable(grid, format, termMap === "conditions" ? "family" : "promoter")}
              ></cisight-table-downloads>
              <cisight-response-map
                .grid=${grid}
                .order=${order}
                .chosen=${cell}
                .figures=${figuresOf(grid)}
                .unit=${unitOf(chosen?.column, model)}
                .busy=${progress.state !== "idle"}
                @select-cell=${(event: CustomEvent<Cell>) => TermMap.of(this.bench).select(event.detail)}
              ></cisight-response-map>`
          : nothing
      }`;
  }
}

function isOf({ nouns }: Grid, kind: TermMapKind | undefined): boolean {
  return nouns === (kind === "conditions" ? strings.map.termsOfConditions : strings.map.termsOfPromoters);
}

const known = new WeakMap<Grid, Figures>();

function figuresOf(grid: Grid): Figures {
  const largest = grid.responses.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const figures = known.get(grid) ?? new Figures(true, largest);
  known.set(grid, figures);
  return figures;
}
