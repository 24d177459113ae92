import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import { baseLetters, type TrackData } from "./track-data";
import type { Viewport } from "./viewport";

/** Narrower columns cannot be told apart by eye or hit by a finger. */
export const narrowestCell = 5;

/** Shades from no change to the strongest: no eye tells more of them apart, and each is set once for all its cells. */
const shades = 100;

/** What each mutation would change: one row per new base, a dot where that base stands already. */
export function drawHeatmap(
  painter: Painter,
  data: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const rowHeight = box.height / 4;
  const pixels = box.width / (view.end - view.start);
  if (!data.computed.includes(0)) painter.rect(box.left, box.top, box.width, box.height, palette.surface);
  const cells = new Map<number, number[]>();
  painter.clip(box, () => {
    for (let base = 0; base < 4; base++) {
      const top = box.top + base * rowHeight;
      const draw = (x: number, width: number, delta: number) => {
        const shade = Math.round((delta / data.strongestDelta) * shades);
        const own = cells.get(shade);
        if (own) own.push(x, top, width);
        else if (shade !== 0) cells.set(shade, [x, top, width]);
      };
      if (pixels < 1) drawColumns(data, view, box, base, draw);
      else
        for (let at = Math.floor(view.start); at < Math.min(data.length, Math.ceil(view.end)); at++) {
          const x = box.left + (at - view.start) * pixels;
          if (data.letters[at] !== baseLetters[base]) draw(x, pixels + 0.3, data.deltas[at * 4 + base] ?? 0);
          else if (pixels >= narrowestCell)
            painter.dot(x + pixels / 2, top + rowHeight / 2, 1.5, palette.muted);
        }
    }
    for (const [shade, places] of cells) {
      const colour = palette.diverging(shade / shades);
      for (let at = 0; at < places.length; at += 3)
        painter.rect(places[at]!, places[at + 1]!, places[at + 2]!, rowHeight, colour);
    }
  });
  for (let base = 0; base < 4; base++)
    painter.text(baseLetters[base] ?? "", box.left - 6, box.top + (base + 0.5) * rowHeight, palette.text, {
      align: "right",
      baseline: "middle",
    });
  painter.frame(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1, palette.line);
}

function drawColumns(
  data: TrackData,
  view: Viewport,
  box: Box,
  base: number,
  draw: (x: number, width: number, delta: number) => void,
): void {
  const basesPerPixel = (view.end - view.start) / box.width;
  for (let pixel = 0; pixel < box.width; pixel++) {
    const from = Math.floor(view.start + pixel * basesPerPixel);
    const to = Math.max(from + 1, Math.floor(view.start + (pixel + 1) * basesPerPixel));
    let strongest = 0;
    for (let at = from; at < Math.min(to, data.length); at++) {
      const delta = data.deltas[at * 4 + base] ?? 0;
      if (Math.abs(delta) > Math.abs(strongest)) strongest = delta;
    }
    draw(box.left + pixel, 1, strongest);
  }
}
