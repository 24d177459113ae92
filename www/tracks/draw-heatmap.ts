import type { Box } from "./draw-importance";
import type { Palette } from "./palette";
import { baseLetters, type TrackData } from "./track-data";
import type { Viewport } from "./viewport";

/** What each mutation would change: one row per new base, a dot where that base stands already. */
export function drawHeatmap(
  context: CanvasRenderingContext2D,
  data: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const rowHeight = box.height / 4;
  const pixels = box.width / (view.end - view.start);
  if (!data.computed.includes(0)) {
    context.fillStyle = palette.surface;
    context.fillRect(box.left, box.top, box.width, box.height);
  }
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  for (let base = 0; base < 4; base++) {
    const top = box.top + base * rowHeight;
    const draw = (x: number, width: number, delta: number) => {
      if (delta === 0) return;
      context.fillStyle = palette.diverging(delta / data.strongestDelta);
      context.fillRect(x, top, width, rowHeight);
    };
    if (pixels < 1) drawColumns(data, view, box, base, draw);
    else
      for (let at = Math.floor(view.start); at < Math.min(data.length, Math.ceil(view.end)); at++) {
        const x = box.left + (at - view.start) * pixels;
        if (data.letters[at] !== baseLetters[base]) draw(x, pixels + 0.3, data.deltas[at * 4 + base]!);
        else if (pixels >= 5) drawDot(context, x + pixels / 2, top + rowHeight / 2, palette);
      }
  }
  context.restore();
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let base = 0; base < 4; base++) {
    context.fillStyle = palette.text;
    context.fillText(baseLetters[base]!, box.left - 6, box.top + (base + 0.5) * rowHeight);
  }
  context.strokeStyle = palette.line;
  context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
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
      const delta = data.deltas[at * 4 + base]!;
      if (Math.abs(delta) > Math.abs(strongest)) strongest = delta;
    }
    draw(box.left + pixel, 1, strongest);
  }
}

function drawDot(context: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
  context.fillStyle = palette.muted;
  context.beginPath();
  context.arc(x, y, 1.5, 0, 2 * Math.PI);
  context.fill();
}
