import { signed } from "../strings/format";
import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";

const roomPerTick = 26;

/** Horizontal lines at round values, with their numbers left of the plot. */
export function drawScale(
  painter: Painter,
  low: number,
  high: number,
  y: (value: number) => number,
  box: Box,
  palette: Palette,
  format: (value: number, digits: number) => string = signed,
): void {
  const step = niceStep((high - low) / Math.max(2, Math.min(6, box.height / roomPerTick)));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    painter.rect(box.left, Math.round(y(tick)) - 0.5, box.width, 1, palette.line);
    const isZero = Math.abs(tick) < step / 2;
    const place = { align: "right", baseline: "middle" } as const;
    painter.text(isZero ? "0" : format(tick, digits), box.left - 6, y(tick), palette.muted, place);
  }
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}
