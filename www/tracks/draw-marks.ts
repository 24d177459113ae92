import { rowHeight } from "./draw-boxes";
import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { Viewport } from "./viewport";

/** Places of the promoter, by the index of their base, with what stands there; `none` is said where there is none. */
export interface Marks {
  places: readonly { at: number; name: string }[];
  none: string;
}

/** A dot for each place with a line up through what is drawn above, and its name where there is room. */
export function drawMarks(
  painter: Painter,
  { places, none }: Marks,
  view: Viewport,
  box: Box & { above: number },
  palette: Palette,
): void {
  const middle = box.top + rowHeight / 2;
  if (!places.length) {
    painter.text(none, box.left, middle, palette.muted, { baseline: "middle" });
    return;
  }
  const pixels = box.width / (view.end - view.start);
  const end = box.left + box.width;
  const xOf = (at: number) => box.left + (at + 0.5 - view.start) * pixels;
  const sorted = [...places].sort((a, b) => a.at - b.at);
  let free = box.left;
  sorted.forEach(({ at, name }, index) => {
    const x = xOf(at);
    painter.rect(x - 0.5, box.above, 1, middle - box.above, palette.muted);
    painter.dot(x, middle, 3, palette.text);
    const width = painter.widthOf(name);
    const next = sorted[index + 1];
    const room = (next ? xOf(next.at) - 6 : end) - (x + 6);
    if (width <= room) {
      painter.text(name, x + 6, middle, palette.text, { baseline: "middle" });
      free = x + 6 + width;
    } else {
      if (width <= x - 6 - free)
        painter.text(name, x - 6, middle, palette.text, { align: "right", baseline: "middle" });
      free = x + 6;
    }
  });
}
