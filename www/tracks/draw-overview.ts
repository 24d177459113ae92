import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { TrackData } from "./track-data";
import type { Viewport } from "./viewport";

/** The whole promoter in a strip, with a frame around the stretch that is shown. */
export function drawOverview(
  painter: Painter,
  { length, importance, constant }: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const range = importance.highest - importance.lowest || 1;
  const zero = box.top + (importance.highest / range) * box.height;
  const pixels = box.width / length;
  const [left, right] = [box.left + view.start * pixels, box.left + view.end * pixels];
  painter.rect(left, box.top, right - left, box.height, palette.accentSoft);
  for (const [from, to] of constant)
    painter.rect(box.left + from * pixels, box.top, (to - from) * pixels, box.height, palette.sunken);
  for (let at = 0; at < length; at++) {
    const height = ((importance.values[at] ?? 0) / range) * box.height;
    const top = Math.min(zero, zero - height);
    painter.rect(box.left + at * pixels, top, Math.max(0.75, pixels), Math.abs(height), palette.muted);
  }
  painter.frame(
    left + 0.75,
    box.top + 0.75,
    Math.max(3, right - left - 1.5),
    box.height - 1.5,
    palette.accent,
    1.5,
  );
}
