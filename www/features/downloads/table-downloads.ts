import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { tableFormats, type TableFormat } from "./export-table";
import { saveTable } from "./save-table";
import { shared } from "../../style/shared";
import { svgFile, type Caption } from "../../tracks/svg-file";
import { strings } from "../../strings/index";
import { figureFormats, saveFigure, type FigureFormat } from "./save-figure";

/** Saves a table, and the chart that shows it where there is one. */
@customElement("cisight-table-downloads")
export class TableDownloadsElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
      }
    `,
  ];

  /** What is saved, as a screen reader says it. */
  @property() what = "";
  /** The name of the file before its format. */
  @property() file = "";
  @property({ attribute: false }) table: ((format: TableFormat) => string[]) | undefined;
  @property({ attribute: false }) chart: (() => { drawing: SVGSVGElement; caption: Caption }) | undefined;

  override render() {
    const { table, chart } = this;
    const button = (format: TableFormat | FigureFormat, save: () => void) =>
      html`<button class="plain" aria-label=${strings.tfs.downloadOf(this.what, format)} @click=${save}>
        ${format.toUpperCase()}
      </button>`;
    return html`${
      table
        ? tableFormats.map((format) =>
            button(format, () => saveTable(`${this.file}.${format}`, table(format), format)),
          )
        : nothing
    }
    ${chart ? figureFormats.map((format) => button(format, () => void this.saveChart(chart, format))) : nothing}`;
  }

  private async saveChart(chart: NonNullable<typeof this.chart>, format: FigureFormat): Promise<void> {
    const { drawing, caption } = chart();
    await saveFigure(this.file, svgFile(drawing, caption), format);
  }
}
