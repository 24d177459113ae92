import type { Painter } from "./painter";
import { CanvasPainter } from "./painter-canvas";

/** Labels on a canvas are smaller than the text around it. */
const labelSize = 11 / 14;

/** Fits a canvas to its place on the page, sharp on every screen; null while it has no place. */
export function prepareCanvas(
  canvas: HTMLCanvasElement,
): { painter: Painter; width: number; height: number } | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext("2d");
  if (!context || width === 0 || height === 0) return null;
  const ratio = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const { fontSize, fontFamily } = getComputedStyle(canvas);
  return { painter: new CanvasPainter(context, labelSize * parseFloat(fontSize), fontFamily), width, height };
}
