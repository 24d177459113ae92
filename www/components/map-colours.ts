import { css, html, LitElement } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { colourSteps, drawMap, type MapPart } from "../tracks/draw-map";
import { readPalette, type Palette } from "../tracks/palette";

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
  private colours: { palette: Palette; steps: string[] } | undefined;
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  override connectedCallback(): void {
    super.connectedCallback();
    this.darkness.addEventListener("change", this.repaint);
    document.addEventListener("cisight-theme", this.repaint);
    window.addEventListener("beforeprint", this.repaint);
    window.addEventListener("afterprint", this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.darkness.removeEventListener("change", this.repaint);
    document.removeEventListener("cisight-theme", this.repaint);
    window.removeEventListener("beforeprint", this.repaint);
    window.removeEventListener("afterprint", this.repaint);
  }

  override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  override updated(): void {
    this.draw();
  }

  private readonly repaint = () => {
    this.colours = undefined;
    this.draw();
  };

  private draw(): void {
    if (!this.hasUpdated || !this.isConnected) return;
    if (!this.colours) {
      const palette = readPalette(this);
      this.colours = { palette, steps: colourSteps(palette) };
    }
    drawMap(this.canvas, this.cells, this.colours.palette, this.colours.steps);
  }
}
