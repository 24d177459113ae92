import { unsigned } from "../strings/format";
import { drawScale } from "./draw-scale";
import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { Viewport } from "./viewport";

/** Values that are never below zero, a bar a base: letters would suggest that bases have a sign. */
export function drawArea(
  painter: Painter,
  values: Float32Array,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const highest = (values.reduce((most, value) => Math.max(most, value), 0) || 1) * 1.05;
  const bottom = box.top + box.height;
  const y = (value: number) => bottom - (value / highest) * box.height;
  drawScale(painter, 0, highest, y, box, palette, unsigned);
  const pixels = box.width / (view.end - view.start);
  // Where several bases share a pixel, a step is a pixel and shows the highest of them.
  const step = Math.max(1, 1 / pixels);
  painter.clip(box, () => {
    for (let from = Math.floor(view.start); from < view.end && from < values.length; from += step) {
      const [first, last] = [Math.floor(from), Math.max(Math.floor(from) + 1, Math.floor(from + step))];
      let value = 0;
      for (let at = first; at < Math.min(last, values.length); at++) value = Math.max(value, values[at] ?? 0);
      const x = box.left + (from - view.start) * pixels;
      painter.rect(x, y(value), step * pixels + 0.3, bottom - y(value), palette.accent);
    }
  });
  painter.rect(box.left, bottom - 0.5, box.width, 1, palette.strongLine);
}
