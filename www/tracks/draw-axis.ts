import { position } from "../strings/format";
import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { Viewport } from "./viewport";

const roomPerLabel = 64;

/** Positions from the anchor, at round numbers; `first` is the position of the promoter's first base. */
export function drawAxis(painter: Painter, first: number, view: Viewport, box: Box, palette: Palette): void {
  const pixels = box.width / (view.end - view.start);
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => size * pixels >= roomPerLabel) ?? 2000;
  const firstTick = Math.ceil((first + view.start) / step) * step;
  for (let tick = firstTick; tick <= first + view.end + 1; tick += step) {
    // There is no position 0: the base before the anchor is -1, the one behind it 1.
    const at = tick === 0 ? -1 : tick > 0 ? tick - 1 : tick;
    const x = box.left + (at - first + 0.5 - view.start) * pixels;
    if (x < box.left || x > box.left + box.width) continue;
    painter.rect(x - 0.5, box.top, 1, 4, palette.strongLine);
    const align = x > box.left + box.width - 18 ? "right" : x < box.left + 18 ? "left" : "center";
    painter.text(position(at), x, box.top + 6, palette.muted, { align });
  }
}
