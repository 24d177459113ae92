import { signed } from "../format";
import { drawLetter } from "./glyphs";
import type { Palette } from "./palette";
import { baseLetters, type TrackData } from "./track-data";
import type { Viewport } from "./viewport";

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

// Narrower letters cannot be told apart.
const narrowestLetter = 8;
const narrowestColouredBar = 3;

/** Importance along the promoter: letters where there is room, bars otherwise. */
export function drawImportance(
  context: CanvasRenderingContext2D,
  data: TrackData,
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const range = data.highest - data.lowest || 1;
  const padding = range * 0.05;
  const low = data.lowest - padding;
  const perUnit = box.height / (range + 2 * padding);
  const y = (value: number) => box.top + box.height - (value - low) * perUnit;
  drawScale(context, low, data.highest + padding, y, box, palette);

  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  const pixels = box.width / (view.end - view.start);
  if (pixels < 1) drawExtremes(context, data, view, box, y, palette);
  else {
    const last = Math.min(data.length, Math.ceil(view.end));
    for (let at = Math.floor(view.start); at < last; at++) {
      const value = data.importance[at]!;
      const letter = data.letters[at] ?? "";
      const base = baseLetters.indexOf(letter);
      const x = box.left + (at - view.start) * pixels;
      context.fillStyle = base >= 0 && pixels >= narrowestColouredBar ? palette.bases[base]! : palette.muted;
      const top = Math.min(y(0), y(value));
      const height = Math.abs(y(value) - y(0));
      if (pixels >= narrowestLetter && base >= 0)
        drawLetter(context, letter, x + 0.5, top, pixels - 1, height);
      else
        context.fillRect(x, top, Math.max(1, pixels - (pixels >= narrowestColouredBar ? 0.75 : 0)), height);
    }
  }
  context.restore();
  context.fillStyle = palette.strongLine;
  context.fillRect(box.left, Math.round(y(0)) - 0.5, box.width, 1);
}

/** Where several bases share a pixel, the strongest of each sign is drawn, so that no peak is lost. */
function drawExtremes(
  context: CanvasRenderingContext2D,
  data: TrackData,
  view: Viewport,
  box: Box,
  y: (value: number) => number,
  palette: Palette,
): void {
  const basesPerPixel = (view.end - view.start) / box.width;
  context.fillStyle = palette.muted;
  for (let pixel = 0; pixel < box.width; pixel++) {
    const from = Math.floor(view.start + pixel * basesPerPixel);
    const to = Math.max(from + 1, Math.floor(view.start + (pixel + 1) * basesPerPixel));
    let [most, least] = [0, 0];
    for (let at = from; at < Math.min(to, data.length); at++) {
      most = Math.max(most, data.importance[at]!);
      least = Math.min(least, data.importance[at]!);
    }
    context.fillRect(box.left + pixel, y(most), 1, y(least) - y(most));
  }
}

function drawScale(
  context: CanvasRenderingContext2D,
  low: number,
  high: number,
  y: (value: number) => number,
  box: Box,
  palette: Palette,
): void {
  const step = niceStep((high - low) / 6);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    context.fillStyle = palette.line;
    context.fillRect(box.left, Math.round(y(tick)) - 0.5, box.width, 1);
    context.fillStyle = palette.muted;
    const isZero = Math.abs(tick) < step / 2;
    context.fillText(isZero ? "0" : signed(tick, digits), box.left - 6, y(tick));
  }
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}
