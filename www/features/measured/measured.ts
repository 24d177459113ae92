import type { Workbench } from "../../app/workbench";
import { html, nothing } from "lit";
import { predictedBy, unitOfModel } from "../map/columns";
import { customElement, state } from "lit/decorators.js";
import { points } from "./agreement";
import type { MeasuredComparison } from "./measurements";
import { namesOf } from "../models/names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { tableLines } from "../downloads/export-table";
import { saveTable } from "../downloads/save-table";
import "./agreement-list";
import type { AgreementItem } from "./agreement-list";
import { BenchElement } from "../../app/bench-element";
import "./measured-columns";
import { measuredStyle } from "./measured-style";
import "../../ui/progress";
import { figureFormats, saveFigure, type FigureFormat } from "../downloads/save-figure";
import "./scatter";
import "../../ui/text-field";

/** A promoter (a row of the grid) or a condition (a column) that stands out in the chart. */
type Highlight = { row: number } | { column: number };

// More would be one dark cloud, slowly drawn.
const mostPoints = 3000;

/** The visitor's measurements beside the predictions: what matches, how well they agree, and a chart of both. */
@customElement("cisight-measured")
export class MeasuredElement extends BenchElement {
  static override styles = [shared, measuredStyle];

  protected override follows({ frame, measurements, predictions, conditions }: Workbench) {
    return [frame, measurements, predictions, conditions];
  }

  @state() private isOpen = false;
  @state() private highlight: Highlight | undefined;
  private drawn: { inputs: unknown[]; content: unknown } | undefined;

  override render() {
    return html`<details @toggle=${this.onToggle}>
      <summary>${strings.measured.title}</summary>
      ${this.isOpen ? this.renderContent() : nothing}
    </details>`;
  }

  private renderContent() {
    const { measurements, predictions, conditions, model } = this.bench;
    const predicted = predictedBy(model);
    const unit = unitOfModel(model);
    const names = namesOf(this.bench);
    const compared = measurements.with(predictions.grid, conditions.presets);
    const isAlone = model && !model.capabilities.tfLevels;
    const hasPairs = compared && compared.match.rows.length && compared.match.columns.length;
    return html`
      <cisight-text-field
        .label=${strings.measured.label}
        .help=${isAlone ? strings.measured.helpAlone(predicted) : strings.measured.help(unit)}
        .placeholder=${isAlone ? strings.measured.placeholderAlone(predicted) : strings.measured.placeholder(names.presetId, names.twoGenes)}
        accept=".tsv,.csv,.txt,.tab,text/plain,text/csv"
        .rows=${5}
        .value=${measurements.text}
        .messages=${measurements.messages(compared)}
        @text=${(event: CustomEvent<string>) => void measurements.setText(event.detail)}
      ></cisight-text-field>
      ${
        measurements.reading.state === "idle"
          ? nothing
          : html`<cisight-progress
              .progress=${measurements.reading}
              .running=${strings.measured.reading}
              .cancelled=${strings.measured.cancelled}
              .again=${strings.measured.again}
              @cancel=${() => measurements.cancel()}
              @again=${() => void measurements.setText(measurements.text)}
            ></cisight-progress>`
      }
      ${predictions.grid ? html`<button class="plain" @click=${this.saveTemplate}>${strings.measured.template}</button>` : nothing}
      ${compared && !isAlone ? this.renderByHand(compared) : nothing}
      ${!predictions.grid && measurements.text ? html`<p class="help">${strings.measured.needsGrid}</p>` : nothing}
      ${hasPairs ? this.renderComparison(compared, unit) : nothing}
    `;
  }

  private renderByHand({ grid, table, match }: MeasuredComparison) {
    const { measurements } = this.bench;
    const { chosenByHand } = measurements;
    const columns = table.columns.filter(
      (name) => chosenByHand.has(name) || match.columnsLeft.includes(name),
    );
    if (!columns.length) return nothing;
    const taken = new Set(
      match.columns
        .filter(({ measured }) => !chosenByHand.has(table.columns[measured] ?? ""))
        .map(({ predicted }) => predicted),
    );
    const conditions = grid.columns.filter((_, at) => !taken.has(at)).map(({ name }) => name);
    // Every condition of the map has its column.
    if (!conditions.length) return nothing;
    return html`<cisight-measured-columns
      .columns=${columns}
      .conditions=${conditions}
      .assigned=${chosenByHand}
      @assign=${(event: CustomEvent<{ column: string; condition: string }>) =>
        measurements.assign(event.detail.column, event.detail.condition)}
    ></cisight-measured-columns>`;
  }

  /** Made anew only when something about it changed: the page is drawn many times while it computes. */
  private renderComparison(compared: MeasuredComparison, unit: string) {
    const { cell } = this.bench.predictions;
    // Correlations over the conditions, or per condition, say nothing where there is one response.
    const isAlone = compared.grid.columns[0]?.isResponse;
    const inputs = [compared, this.highlight, cell.row, cell.column];
    if (this.drawn?.inputs.every((input, at) => input === inputs[at])) return this.drawn.content;
    const content = html`
      <p class="overall numbers">
        <b>${strings.measured.overallLabel}:</b> ${strings.measured.overall(compared.all.r, compared.all.n)}
      </p>
      <p class="help">${strings.measured.overallHelp}</p>
      <div class="parts">
        <div class="chart">
          ${isAlone ? nothing : this.renderHighlights(compared)} ${this.renderChart(compared, unit)}
        </div>
        ${isAlone ? nothing : [this.renderList(compared, "rows"), this.renderList(compared, "columns")]}
      </div>
    `;
    this.drawn = { inputs, content };
    return content;
  }

  private renderHighlights({ grid }: MeasuredComparison) {
    const { row, column } = this.bench.predictions.cell;
    const [promoter, condition] = [grid.rows[row], grid.columns[column]];
    const button = (text: string, highlight: Highlight | undefined) =>
      html`<button
        aria-pressed=${JSON.stringify(highlight) === JSON.stringify(this.highlight)}
        @click=${() => (this.highlight = highlight)}
      >
        ${text}
      </button>`;
    return html`<div class="highlights" role="group" aria-label=${strings.measured.highlight}>
      <span class="label">${strings.measured.highlight}</span>
      ${button(strings.measured.all, undefined)}
      ${promoter ? button(strings.measured.thePromoter(promoter.name), { row }) : nothing}
      ${condition ? button(strings.measured.theCondition(condition.name), { column }) : nothing}
    </div>`;
  }

  private renderChart(compared: MeasuredComparison, unit: string) {
    const { table, grid, match, all } = compared;
    const { highlight } = this;
    const drawn = points(table, grid, match, mostPoints);
    const agreement =
      highlight && ("row" in highlight ? compared.rows[highlight.row] : compared.columns[highlight.column]);
    const name =
      highlight && ("row" in highlight ? grid.rows[highlight.row] : grid.columns[highlight.column])?.name;
    const about = agreement && name ? strings.measured.option(name, agreement.r, agreement.n) : "";
    return html`<h3>${strings.measured.chart}</h3>
      ${this.renderFigures([about, strings.measured.overall(all.r, all.n)].filter(Boolean))}
      <cisight-scatter
        .points=${drawn}
        .highlighted=${highlight ? points(table, grid, match, mostPoints, highlight) : []}
        .name=${({ row, column }: { row: number; column: number }) => [
          grid.rows[row]?.name ?? "",
          grid.columns[column]?.name ?? "",
        ]}
        .unit=${unit}
        .figures=${this.bench.figures}
        .text=${strings.measured.chartText(strings.measured.overall(all.r, all.n), about)}
      ></cisight-scatter>
      <p class="help numbers" role="status">
        ${about ? html`<b>${about}.</b>` : nothing} ${strings.measured.diagonal}
        ${all.n > drawn.length ? strings.measured.sampled(drawn.length, all.n) : nothing}
      </p>`;
  }

  private renderFigures(notes: string[]) {
    const { model } = this.bench;
    if (!model) return nothing;
    const save = async (format: FigureFormat) => {
      const drawing = this.renderRoot.querySelector("cisight-scatter")?.renderRoot.querySelector("svg");
      if (!drawing) return;
      const { svgFile } = await import("../../tracks/svg-file");
      const caption = {
        title: strings.measured.chart,
        notes: [...notes, strings.track.figureModelShort(model.id, model.version)],
      };
      await saveFigure("cisight-measured", svgFile(drawing, caption), format);
    };
    return html`<p>
      ${figureFormats.map(
        (format) =>
          html`<button class="plain" @click=${() => void save(format)}>${strings.downloads[format]}</button>`,
      )}
    </p>`;
  }

  private renderList(compared: MeasuredComparison, axis: "rows" | "columns") {
    const isRows = axis === "rows";
    const items = compared.grid[axis].flatMap(({ name }, index): AgreementItem[] => {
      const agreement = compared[axis][index];
      return agreement ? [{ index, name, ...agreement }] : [];
    });
    const { highlight } = this;
    const chosen =
      highlight && (isRows ? "row" in highlight && highlight.row : "column" in highlight && highlight.column);
    return html`<div class="list">
      <h3>${isRows ? strings.measured.rowsTitle : strings.measured.columnsTitle}</h3>
      <p class="help">${isRows ? strings.measured.rowsHelp : strings.measured.columnsHelp}</p>
      <cisight-agreement-list
        .label=${isRows ? strings.measured.rowsTitle : strings.measured.columnsTitle}
        .what=${isRows ? strings.measured.promoter : strings.measured.condition}
        .items=${items}
        .chosen=${typeof chosen === "number" ? chosen : -1}
        @choose=${(event: CustomEvent<number>) =>
          (this.highlight = isRows ? { row: event.detail } : { column: event.detail })}
      ></cisight-agreement-list>
    </div>`;
  }

  /** The promoters and conditions of the map with empty cells. */
  private readonly saveTemplate = () => {
    const { grid } = this.bench.predictions;
    if (!grid) return;
    const rows = grid.rows.map(({ name }) => [name, ...grid.columns.map(() => "")]);
    const table = tableLines([["gene", ...grid.columns.map(({ name }) => name)], ...rows], "tsv");
    saveTable("cisight-measured-template.tsv", [table], "tsv");
  };

  private readonly onToggle = (event: Event) => (this.isOpen = (event.target as HTMLDetailsElement).open);
}
