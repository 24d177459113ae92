import { css, html, LitElement, nothing } from "lit";
import { readsOf } from "../../engine/model-inputs";
import { unitOf } from "../map/columns";
import { customElement, property, state } from "lit/decorators.js";
import type { ModelDescription } from "../../engine/messages";
import { Figures, position } from "../../strings/format";
import { tableFormats, type TableFormat } from "../downloads/export-table";
import { nameOfCell } from "../map/cell-name";
import { trackTable } from "../downloads/export-track";
import type { GenomeFile } from "../downloads/genome-files";
import { placeWord } from "../promoters/place";
import type { LayerColumn } from "./layer-columns";
import { describe } from "../../state/message";
import type { Track } from "../map/grid";
import { saveTable } from "../downloads/save-table";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { Figure } from "../../tracks/figure";
import { readPalette } from "../../tracks/palette";
import { figureFormats, saveFigure, type FigureFormat } from "../downloads/save-figure";
import type { TrackViewElement } from "./track-view";

const formats = [...tableFormats, ...figureFormats];
// A phone's plot is too narrow for a page of print.
const narrowestFigure = 720;

/** The files that a track can be taken away as: its table, and a figure of what is on show. */
@customElement("cisight-track-files")
export class TrackFilesElement extends LitElement {
  static override styles = [
    shared,
    css`
      .files {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
      }
      label {
        display: flex;
        align-items: center;
        gap: 0.25rem;
        font-weight: 400;
        padding-inline: 0.375rem;
      }
      .help {
        flex-basis: 100%;
        margin: 0;
        padding-inline: 0.375rem;
      }
    `,
  ];

  /** Until the track is whole. */
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) track!: Track;
  @property({ attribute: false }) model!: ModelDescription;
  @property({ attribute: false }) figures = new Figures(true, NaN);
  /** Further tracks that stand in the table. */
  @property({ attribute: false }) layers!: () => LayerColumn[];
  @property({ attribute: false }) view!: () => TrackViewElement;
  /** The files for genome browsers. */
  @property({ attribute: false }) genomeFiles: readonly GenomeFile[] = [];
  @state() private isDark = false;
  @state() private problem = "";

  override render() {
    return html`<div class="files">
        ${formats.map(
          (format) =>
            html`<button class="plain" ?disabled=${this.disabled} @click=${() => void this.save(format)}>
              ${strings.grid.download(format)}
            </button>`,
        )}
        <label>
          <input
            type="checkbox"
            .checked=${this.isDark}
            @change=${(event: Event) => (this.isDark = (event.target as HTMLInputElement).checked)}
          />
          ${strings.track.figureDark}
        </label>
        ${this.genomeFiles.map(
          ({ format, label, save }) =>
            html`<button
              class="plain"
              ?disabled=${this.disabled}
              title=${label}
              aria-describedby="coordinates"
              @click=${save}
            >
              ${strings.track.genomeFile(format)}
            </button>`,
        )}
        <span id="coordinates" class="help">${strings.track.coordinates(this.where)}</span>
      </div>
      <div role="alert">${this.problem || nothing}</div>`;
  }

  /** The place of the bases on show, as FASTA headers have it. */
  private get where(): string {
    const { place } = this.track.row;
    return place ? placeWord(place) : "";
  }

  private async save(format: TableFormat | FigureFormat): Promise<void> {
    this.problem = "";
    try {
      if (format === "tsv" || format === "csv")
        saveTable(
          `cisight-mutagenesis.${format}`,
          trackTable(this.track, this.model, format, this.layers()),
          format,
        );
      else await this.saveFigure(format);
    } catch (reason) {
      this.problem = describe(reason);
    }
  }

  private async saveFigure(format: FigureFormat): Promise<void> {
    const { figureSvg } = await import("../../tracks/figure");
    const palette = readPalette(this, this.isDark ? "dark" : "light");
    await saveFigure("cisight-mutagenesis", figureSvg(this.figure(), palette), format);
  }

  private figure(): Figure {
    const { track, model } = this;
    const view = this.view();
    const plot = view.shownPlot;
    const reads = readsOf(model, track.row.input);
    const [from, to] = view.shownPositions;
    const { width, height } = view.plotSize;
    return {
      title: nameOfCell(track),
      subtitle: strings.track.figureSubtitle(
        this.figures.response(track.reference) +
          this.figures.error(track.reference, track.spread, track.column.output),
        unitOf(track.column, model),
        position(from),
        position(to),
      ),
      axis: strings.track.axis(reads.anchor, reads.downstream),
      unit: unitOf(track.column, model),
      foot: [strings.track.figureModel(model.id, model.version, track.length)],
      width: Math.max(narrowestFigure, width),
      plotHeight: height,
      plot,
    };
  }
}
