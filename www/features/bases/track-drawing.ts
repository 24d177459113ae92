import type { LitElement } from "lit";
import { drawStrip, drawTrack, type Marks, type Plot } from "../../tracks/draw-track";
import { readPalette, type Palette } from "../../tracks/palette";
import { Repaint } from "../../ui/repaint";

/** Draws a track and its overview in the colours of the page, and asks for it again when those change. */
export class TrackDrawing {
  private palette: Palette | undefined;

  constructor(
    private readonly host: LitElement,
    draw: () => void,
  ) {
    new Repaint(host, () => {
      this.palette = undefined;
      draw();
    });
  }

  paint(canvas: HTMLCanvasElement, strip: HTMLCanvasElement, plot: Plot, marks: Marks): void {
    this.palette ??= readPalette(this.host);
    drawTrack(canvas, plot, marks, this.palette);
    drawStrip(strip, plot, this.palette);
  }
}
