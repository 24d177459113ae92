import { drawScale } from "./draw-scale";
import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { Signal } from "./signal";
import { baseLetters } from "./track-data";
import type { Viewport } from "./viewport";

// Narrower letters cannot be told apart.
const narrowestLetter = 8;
const narrowestColouredBar = 3;

/** A value a base along the promoter: letters where there is room, bars otherwise. */
export function drawSignal(
  painter: Painter,
  signal: Signal,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const range = signal.highest - signal.lowest || 1;
  const padding = range * 0.05;
  const low = signal.lowest - padding;
  const perUnit = box.height / (range + 2 * padding);
  const y = (value: number) => box.top + box.height - (value - low) * perUnit;
  drawScale(painter, low, signal.highest + padding, y, box, palette);
  painter.clip(box, () => {
    if (box.width / (view.end - view.start) < 1) drawExtremes(painter, signal, view, box, y, palette);
    else drawBases(painter, signal, view, box, y, palette);
  });
  painter.rect(box.left, Math.round(y(0)) - 0.5, box.width, 1, palette.strongLine);
}

function drawBases(
  painter: Painter,
  signal: Signal,
  view: Viewport,
  box: Box,
  y: (value: number) => number,
  palette: Palette,
): void {
  const pixels = box.width / (view.end - view.start);
  const isColoured = pixels >= narrowestColouredBar;
  const last = Math.min(signal.length, Math.ceil(view.end));
  for (let at = Math.floor(view.start); at < last; at++) {
    const value = signal.values[at] ?? 0;
    if (value === 0) continue;
    const letter = signal.letters[at] ?? "";
    const base = baseLetters.indexOf(letter);
    const x = box.left + (at - view.start) * pixels;
    const colour = (isColoured && palette.bases[base]) || palette.muted;
    const top = Math.min(y(0), y(value));
    const height = Math.abs(y(value) - y(0));
    if (pixels >= narrowestLetter && base >= 0)
      painter.letter(letter, x + 0.5, top, pixels - 1, height, colour);
    else painter.rect(x, top, Math.max(1, pixels - (isColoured ? 0.75 : 0)), height, colour);
  }
}

/** Where several bases share a pixel, the strongest of each sign is drawn, so that no peak is lost. */
function drawExtremes(
  painter: Painter,
  signal: Signal,
  view: Viewport,
  box: Box,
  y: (value: number) => number,
  palette: Palette,
): void {
  const basesPerPixel = (view.end - view.start) / box.width;
  for (let pixel = 0; pixel < box.width; pixel++) {
    const from = Math.floor(view.start + pixel * basesPerPixel);
    const to = Math.max(from + 1, Math.floor(view.start + (pixel + 1) * basesPerPixel));
    let [most, least] = [0, 0];
    for (let at = from; at < Math.min(to, signal.length); at++) {
      most = Math.max(most, signal.values[at] ?? 0);
      least = Math.min(least, signal.values[at] ?? 0);
    }
    painter.rect(box.left + pixel, y(most), 1, y(least) - y(most), palette.muted);
  }
}
