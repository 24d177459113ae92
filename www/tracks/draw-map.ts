import { placeOn, type ColourScale } from "./colour-scale";
import { colourAt, type Palette } from "./palette";

/** A part of the map: which rows and columns of the numbers, from where on, in CSS pixels per cell. */
export interface MapPart {
  values: Float32Array;
  /** Numbers in a row of `values`. */
  width: number;
  rows: Uint32Array;
  columns: Uint32Array;
  cellWidth: number;
  cellHeight: number;
  /** By column of `values`; all are of one kind. */
  scales: readonly ColourScale[];
  /** Whether the sign of a value is not known, by its place in `values`. */
  isUnsure?: (at: number) => boolean;
}

const shades = 128;

/** The colours from one end of a scale to the other, mixed once a theme. */
export function colourSteps(palette: Palette, kind: ColourScale["kind"]): string[] {
  return Array.from({ length: shades + 1 }, (_, at) => colourAt(palette, { kind }, at / shades));
}

/** Draws a cell per number with a hair's breadth between; what is still to come is crossed out. */
export function drawMap(canvas: HTMLCanvasElement, part: MapPart, palette: Palette, colours: string[]): void {
  const { values, width, rows, columns, cellWidth, cellHeight, scales, isUnsure } = part;
  const [inset, drop] = [Math.round(cellWidth / 4), Math.round(cellHeight / 4)];
  const context = canvas.getContext("2d");
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [columns.length * cellWidth, rows.length * cellHeight];
  // A canvas that only grows is not made anew while its window moves.
  if (canvas.width < across * ratio) canvas.width = Math.ceil(across * ratio);
  if (canvas.height < down * ratio) canvas.height = Math.ceil(down * ratio);
  canvas.style.width = `${canvas.width / ratio}px`;
  canvas.style.height = `${canvas.height / ratio}px`;
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.beginPath();
  rows.forEach((row, r) => {
    const top = r * cellHeight;
    columns.forEach((column, c) => {
      const left = c * cellWidth;
      const value = values[row * width + column]!;
      const isKnown = !Number.isNaN(value);
      context.fillStyle = isKnown
        ? colours[Math.round(placeOn(scales[column]!, value) * shades)]!
        : palette.sunken;
      // What is not known to differ from nought is a smaller square.
      if (isKnown && isUnsure?.(row * width + column))
        context.fillRect(left + inset, top + drop, cellWidth - 1 - 2 * inset, cellHeight - 1 - 2 * drop);
      else context.fillRect(left, top, cellWidth - 1, cellHeight - 1);
      if (isKnown) return;
      context.moveTo(left + 2, top + cellHeight - 3);
      context.lineTo(left + cellWidth - 3, top + 2);
    });
  });
  context.strokeStyle = palette.strongLine;
  context.lineWidth = 1;
  context.stroke();
}
