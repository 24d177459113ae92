import { prepareCanvas } from "./canvas";
import { drawAxis } from "./draw-axis";
import { drawBoxes, rowHeight, type NamedStretch } from "./draw-boxes";
import { drawMarks, type Marks } from "./draw-marks";
import { fitted, type Painter } from "./painter";
import { SvgPainter } from "./painter-svg";
import type { Palette } from "./palette";

/** Sites along a promoter, with nothing but an axis below them. */
export interface SiteStrip<Stretch extends NamedStretch = NamedStretch> {
  title: string;
  rows: readonly Stretch[][];
  /** What was measured on the promoter, below the sites; absent where nothing could be. */
  marks?: Marks | undefined;
  /** Bases of the promoter, and the position of the first from the anchor. */
  length: number;
  first: number;
}

const edge = 8;
const titleHeight = 18;
const axisHeight = 22;
const lineHeight = 16;
const fontSize = 11;

export function stripHeight({ rows, marks }: SiteStrip): number {
  return titleHeight + Math.max(1, rows.length) * rowHeight + 4 + (marks ? rowHeight : 0) + axisHeight;
}

function paint(painter: Painter, strip: SiteStrip, width: number, top: number, palette: Palette): void {
  const view = { start: 0, end: strip.length };
  const box = { left: edge, width: width - 2 * edge };
  const height = Math.max(1, strip.rows.length) * rowHeight + 4;
  painter.text(fitted(painter, strip.title, box.width), edge, top + 2, palette.muted);
  drawBoxes(painter, strip.rows, view, { ...box, top: top + titleHeight, height }, palette);
  const below = top + titleHeight + height;
  if (strip.marks) {
    const lane = { ...box, top: below, height: rowHeight, above: top + titleHeight };
    drawMarks(painter, strip.marks, view, lane, palette);
  }
  const axis = { ...box, top: below + (strip.marks ? rowHeight : 0), height: axisHeight };
  drawAxis(painter, strip.first, view, axis, palette);
}

export function drawSiteStrip(canvas: HTMLCanvasElement, strip: SiteStrip, palette: Palette): void {
  const prepared = prepareCanvas(canvas);
  if (prepared) paint(prepared.painter, strip, prepared.width, 0, palette);
}

/** A figure of it, with what a reader needs who never saw the page. */
export function siteStripSvg(
  strip: SiteStrip,
  { title, notes, width }: { title: string; notes: readonly string[]; width: number },
  palette: Palette,
): string {
  const painter = new SvgPainter(fontSize);
  const room = width - 2 * edge;
  const head = 28;
  const height = head + stripHeight(strip) + lineHeight * notes.length + edge;
  painter.rect(0, 0, width, height, palette.surface);
  painter.text(fitted(painter, title, room / 1.4), edge, edge, palette.text, { size: 1.4 });
  paint(painter, strip, width, head, palette);
  notes.forEach((text, at) =>
    painter.text(
      fitted(painter, text, room),
      edge,
      head + stripHeight(strip) + at * lineHeight,
      palette.muted,
    ),
  );
  return painter.finish(width, height, title);
}

/** The stretch under a place of the strip: its row and its place in that, in the order of `rows`. */
export function stretchAt<Stretch extends NamedStretch>(
  { rows, length }: SiteStrip<Stretch>,
  width: number,
  { x, y }: { x: number; y: number },
): Stretch | undefined {
  const row = rows[Math.floor((y - titleHeight) / rowHeight)];
  const pixels = (width - 2 * edge) / length;
  const base = (x - edge) / pixels;
  // A site of a few pixels is hard to hit.
  const slack = 6 / pixels;
  return row
    ?.filter(({ from, to }) => base >= from - slack && base < to + slack)
    .sort((a, b) => Math.abs(a.from + a.to - 2 * base) - Math.abs(b.from + b.to - 2 * base))[0];
}
