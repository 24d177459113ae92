import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { colourSteps, drawMap, type MapPart } from "../../tracks/draw-map";
import { readPalette, type Palette } from "../../tracks/palette";
import { Repaint } from "../../ui/repaint";

/** The cells of the map that are in view, drawn: a document of thousands of elements would not scroll fluidly. */
@customElement("cisight-map-colours")
export class MapColoursElement extends LitElement {
  static override styles = css`
    :host {
      position: absolute;
      pointer-events: none;
    }
    canvas {
      display: block;
    }
  `;

  @property({ attribute: false }) cells!: MapPart;
  @query("canvas") private canvas!: HTMLCanvasElement;
  private colours: { palette: Palette; kind: string; steps: string[] } | undefined;

  constructor() {
    super();
    new Repaint(this, () => {
      this.colours = undefined;
      this.draw();
    });
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  override updated(): void {
    this.draw();
  }

  private draw(): void {
    if (!this.hasUpdated || !this.isConnected) return;
    const kind = this.cells.scales[0]?.kind ?? "sequential";
    if (this.colours?.kind !== kind) {
      const palette = readPalette(this);
      this.colours = { palette, kind, steps: colourSteps(palette, kind) };
    }
    drawMap(this.canvas, this.cells, this.colours.palette, this.colours.steps);
  }
}
