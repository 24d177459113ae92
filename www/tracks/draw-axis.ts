import { position } from "../format";
import type { Box } from "./draw-importance";
import type { Palette } from "./palette";
import type { TrackData } from "./track-data";
import type { Viewport } from "./viewport";

const roomPerLabel = 64;

/** Positions relative to the start codon, at round numbers. */
export function drawAxis(
  context: CanvasRenderingContext2D,
  data: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const pixels = box.width / (view.end - view.start);
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => size * pixels >= roomPerLabel) ?? 2000;
  context.textBaseline = "top";
  const firstTick = Math.ceil((data.first + view.start) / step) * step;
  for (let tick = firstTick; tick <= data.first + view.end; tick += step) {
    // There is no position 0: the last base is -1.
    const at = tick === 0 ? -1 : tick;
    const x = box.left + (at - data.first + 0.5 - view.start) * pixels;
    if (x < box.left || x > box.left + box.width) continue;
    context.fillStyle = palette.strongLine;
    context.fillRect(x - 0.5, box.top, 1, 4);
    context.fillStyle = palette.muted;
    context.textAlign = x > box.left + box.width - 18 ? "right" : x < box.left + 18 ? "left" : "center";
    context.fillText(position(at), x, box.top + 6);
  }
}
