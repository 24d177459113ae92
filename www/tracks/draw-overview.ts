import type { Box } from "./draw-importance";
import type { Palette } from "./palette";
import type { TrackData } from "./track-data";
import type { Viewport } from "./viewport";

/** The whole promoter in a strip, with a frame around the stretch that is shown. */
export function drawOverview(
  context: CanvasRenderingContext2D,
  data: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const range = data.highest - data.lowest || 1;
  const zero = box.top + (data.highest / range) * box.height;
  const pixels = box.width / data.length;
  const [left, right] = [box.left + view.start * pixels, box.left + view.end * pixels];
  context.fillStyle = palette.accentSoft;
  context.fillRect(left, box.top, right - left, box.height);
  context.fillStyle = palette.muted;
  for (let at = 0; at < data.length; at++) {
    const height = (data.importance[at]! / range) * box.height;
    context.fillRect(
      box.left + at * pixels,
      Math.min(zero, zero - height),
      Math.max(0.75, pixels),
      Math.abs(height),
    );
  }
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.5;
  context.strokeRect(left + 0.75, box.top + 0.75, Math.max(3, right - left - 1.5), box.height - 1.5);
  context.lineWidth = 1;
}
