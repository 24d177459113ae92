import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Figures } from "../../strings/format";
import type { MapOrder } from "./map-order";
import type { Cell } from "./same-cell";
import type { Grid } from "./grid";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { isUnsureAt } from "./figures";
import { described } from "./map-cells";
import "./map-grid";
import type { MapGridElement } from "./map-grid";
import type { Pointed } from "./map-pointer";
import { measureIn, type Measure } from "./head-text";
import { headFont, layOut, mostValueColumns, type CellKind, type MapLayout } from "./map-layout";
import "./map-toolbar";
import { nounsOf } from "./nouns";
import { responseScales, type ColourScale } from "../../tracks/colour-scale";
import { Printing } from "../../ui/printing";
import "../../ui/progress";
import { responseMapStyle } from "./response-map-style";

/** Responses of promoters x conditions: numbers where there are few, colours where there are many. Tells of "select-cell". */
@customElement("cisight-response-map")
export class ResponseMapElement extends LitElement {
  static override styles = [shared, responseMapStyle];

  @property({ attribute: false }) grid!: Grid;
  @property({ attribute: false }) order!: MapOrder;
  @property({ attribute: false }) chosen: Cell = { row: 0, column: 0 };
  @property({ attribute: false }) figures = new Figures(true, NaN);
  @property() unit = "";
  /** What the columns are of, where that is not one output with the unit of all. */
  @property({ attribute: false }) outputs: readonly { unit: string }[] | undefined;
  @property({ type: Boolean, reflect: true }) stale = false;
  @property({ attribute: false }) busy = false;
  @state() private pointed: Pointed | undefined;
  /** What the visitor asked the cells to show; until then it follows from how many there are. */
  @state() private asked: CellKind | undefined;
  @state() private size = { width: 0, rem: 16, isPrinted: false };
  @query("cisight-map-grid") private map!: MapGridElement | null;
  private layout: MapLayout | undefined;
  /** By column of the grid. */
  private scales: readonly ColourScale[] = [];
  private unsureOf: { grid: Grid; figures: Figures; hasUnsure: boolean } | undefined;
  private foundAt = -1;
  private unsubscribe: (() => void) | undefined;
  private readonly printing = new Printing(this, () => this.measure());
  private font = "";
  private measureName: Measure = () => 0;
  private readonly resizing = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.unsubscribe = this.order.subscribe(() => this.requestUpdate());
    this.resizing.observe(this);
    this.measure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    this.resizing.disconnect();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("grid")) {
      this.order.show(this.grid);
      const scales = responseScales(this.grid.responses, this.units, this.figures);
      // The same ends again leave the cells as they are.
      if (JSON.stringify(scales) !== JSON.stringify(this.scales)) this.scales = scales;
    }
    if (!changed.has("grid") && !changed.has("size") && !changed.has("asked")) return;
    const { width, rem, isPrinted } = this.size;
    const font = `${fontOf(this.kind, rem)} ${getComputedStyle(this).fontFamily}`;
    if (font !== this.font) this.measureName = measureIn((this.font = font));
    const layout = layOut(this.grid, this.kind, { width, rem, isPrinted, measure: this.measureName });
    // The same sizes again leave the cells as they are.
    if (JSON.stringify(layout) !== JSON.stringify(this.layout)) this.layout = layout;
  }

  private get kind(): CellKind {
    return this.asked ?? (this.grid.columns.length > mostValueColumns ? "colours" : "values");
  }

  override render() {
    const { grid, order, chosen, layout, pointed } = this;
    const view = order.view(grid);
    return html`
      <cisight-map-toolbar
        .grid=${grid}
        .order=${order}
        .view=${view}
        .chosen=${chosen}
        .kind=${this.kind}
        .foundAt=${this.foundAt}
        @kind=${(event: CustomEvent<CellKind>) => (this.asked = event.detail)}
        @step=${(event: CustomEvent<number>) => this.step(event.detail)}
      ></cisight-map-toolbar>
      ${order.clustering.state === "idle" ? nothing : this.renderClustering()}
      ${
        layout
          ? html`<cisight-map-grid
              .grid=${grid}
              .view=${view}
              .order=${order}
              .layout=${layout}
              .scales=${this.scales}
              .figures=${this.figures}
              .chosen=${chosen}
              .busy=${this.busy}
              ?printing=${this.size.isPrinted}
              .paper=${this.size.width}
              @point=${(event: CustomEvent<Pointed | undefined>) => (this.pointed = event.detail)}
              @choose-head=${(event: CustomEvent<Cell>) => order.chooseHead(event.detail)}
              @select-cell=${(event: CustomEvent<Cell>) => this.select(event.detail)}
            ></cisight-map-grid>`
          : nothing
      }
      ${
        this.kind === "colours"
          ? html`<p class="readout numbers">${this.renderReadout(pointed?.cell ?? chosen)}</p>`
          : nothing
      }
      ${this.renderLegend()}
      ${layout?.kind === "colours" && pointed?.byPointer ? this.renderTip(pointed) : nothing}
    `;
  }

  /** Whether the sign of any value is not known. */
  private get hasUnsure(): boolean {
    const { grid, figures } = this;
    if (this.unsureOf?.grid !== grid || this.unsureOf.figures !== figures) {
      const hasUnsure = grid.responses.some((_, at) => isUnsureAt(grid, figures, at));
      this.unsureOf = { grid, figures, hasUnsure };
    }
    return this.unsureOf.hasUnsure;
  }

  private renderClustering() {
    const { order } = this;
    return html`<cisight-progress
      .progress=${order.clustering}
      .running=${strings.map.clustering}
      .again=${strings.map.clusteringAgain}
      @cancel=${() => order.cancelClustering()}
      @again=${() => order.arrange("rows", order.rows)}
    ></cisight-progress>`;
  }

  private renderReadout({ row, column }: Cell) {
    const { grid } = this;
    const [promoter, condition] = [grid.rows[row], grid.columns[column]];
    const about = (item: { name: string; detail: string }) =>
      html`<b>${item.name}</b>${item.detail ? ` (${item.detail})` : ""}`;
    if (promoter && condition) {
      const at = row * grid.columns.length + column;
      const [response = NaN, spread = NaN] = [grid.responses[at], grid.spreads[at]];
      const value = described(this.figures, response, spread, condition.output);
      const where = condition.isResponse ? nothing : html` ${strings.map.in} ${about(condition)}`;
      return html`${about(promoter)}${where}:
        <b>${value}</b> ${this.outputs?.[condition.output ?? 0]?.unit ?? this.unit}`;
    }
    const nouns = nounsOf(grid);
    const hint = (promoter ? strings.map.rowHint : strings.map.columnHint)(nouns);
    const item = promoter ?? condition;
    return item ? html`${about(item)}. ${hint}.` : html`${strings.map.cornerHint(nouns)}.`;
  }

  private renderTip({ cell, rect }: Pointed) {
    const box = this.getBoundingClientRect();
    const left = Math.max(
      0,
      Math.min(rect.left - box.left + rect.width / 2, box.width) -
        (rect.left - box.left > box.width / 2 ? 1 : 0),
    );
    const isRight = rect.left - box.left > box.width / 2;
    const across = isRight ? `right: ${Math.max(0, box.width - left)}px` : `left: ${left}px`;
    return html`<div
      class="tip numbers"
      aria-hidden="true"
      .style=${`${across}; top: ${rect.bottom - box.top + 6}px`}
    >
      ${this.renderReadout(cell)}
    </div>`;
  }

  private renderLegend() {
    const scales = new Map(this.units.map((unit, at) => [unit, this.scales[at]!]));
    const isRatio = this.scales[0]?.kind === "diverging";
    const isClipped = this.scales.some((scale) => scale.isClipped);
    const ofLevels = scales.size > 1 ? strings.map.levelsByUnit : strings.map.levels;
    const levels = this.figures.isProbability ? strings.map.probabilities : ofLevels;
    const notes = [isRatio ? "" : levels, this.kind === "colours" && isClipped ? strings.map.clipped : ""];
    return html`<div class="legend numbers ${this.kind}">
      ${[...scales].map(([unit, scale]) => this.renderScale(unit, scale))}
      ${notes.filter(Boolean).map((text) => html`<span>${text}</span>`)}
      ${this.hasUnsure ? swatch("unsure", strings.map.unsure) : nothing}
      ${this.kind === "colours" && !this.grid.isComplete ? swatch("", strings.map.pendingLong) : nothing}
    </div>`;
  }

  private renderScale(unit: string, { kind, low, high }: ColourScale) {
    const ends = new Figures(this.figures.isRelative, Math.max(Math.abs(low), Math.abs(high)));
    return html`<span class="scale"
      ><span>${ends.response(low, 1)} ${strings.map.lower}</span
      ><span class="ramp ${kind}" aria-hidden="true"></span>
      <span>${ends.response(high, 1)} ${strings.map.higher}</span><span>${unit}</span></span
    >`;
  }

  /** What each column is measured in. */
  private get units(): string[] {
    return this.grid.columns.map(({ output }) => this.outputs?.[output ?? 0]?.unit ?? this.unit);
  }

  /** To the next name found, or to the one before. */
  private step(by: number): void {
    const { found } = this.order.view(this.grid);
    if (!found.length) return;
    this.foundAt =
      by === 0
        ? -1
        : (this.foundAt + by + (this.foundAt < 0 && by < 0 ? 1 : 0) + found.length) % found.length;
    const cell = found[this.foundAt];
    if (cell) {
      this.map?.reveal(cell);
      this.pointed = { cell, rect: new DOMRect(), byPointer: false };
    }
    this.requestUpdate();
  }

  private select(cell: Cell): void {
    this.dispatchEvent(new CustomEvent("select-cell", { detail: cell }));
  }

  private measure(): void {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = this.clientWidth;
    const { isOn: isPrinted } = this.printing;
    const size = { width, rem, isPrinted };
    if (width && JSON.stringify(size) !== JSON.stringify(this.size)) this.size = size;
  }
}

function fontOf(kind: CellKind, rem: number): string {
  const [weight, size] = headFont[kind].split(" ");
  return `${weight} ${Number(size) * rem}px`;
}

/** What a look of cells means, never apart from its sample. */
function swatch(kind: string, meaning: string) {
  return html`<span class="key"
    ><span class="swatch ${kind}" aria-hidden="true"></span><span>${meaning}</span></span
  >`;
}
