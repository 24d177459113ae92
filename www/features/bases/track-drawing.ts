import type { LitElement } from "lit";
import { drawStrip, drawTrack, type Marks, type Plot } from "../../tracks/draw-track";
import { readPalette, type Palette } from "../../tracks/palette";
import { Repaint } from "../../ui/repaint";

/** Draws a track and its overview in the colours of the page, and asks for it again when those change. */
export class TrackDrawing {
  private palette: Palette | undefined;
  /** The frame that is drawn in; 0 where nothing is to be drawn. */
  private frame = 0;

  constructor(
    private readonly host: LitElement,
    private readonly draw: () => void,
  ) {
    new Repaint(host, () => {
      this.palette = undefined;
      draw();
    });
  }

  /** Asks for it once before the page is shown again, however often something changes until then. */
  soon(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  paint(canvas: HTMLCanvasElement, strip: HTMLCanvasElement, plot: Plot, marks: Marks): void {
    this.palette ??= readPalette(this.host);
    drawTrack(canvas, plot, marks, this.palette);
    drawStrip(strip, plot, this.palette);
  }
}
