import { strings } from "../strings";
import { prepareCanvas } from "./canvas";
import { drawAxis } from "./draw-axis";
import { drawHeatmap } from "./draw-heatmap";
import { drawOverview } from "./draw-overview";
import { drawSignal } from "./draw-signal";
import { drawLanes, heightOfLanes, type Lane } from "./lane";
import { fitted, type Box, type Painter } from "./painter";
import type { Palette } from "./palette";
import type { TrackData } from "./track-data";
import type { Viewport } from "./viewport";

export const margins = { left: 52, right: 12 };
const titleHeight = 20;
const axisHeight = 24;
const heatmapHeight = 60;
const bottom = 6;

/** Stretches of bases (half-open, in bases from the promoter's first) that are pointed out. */
export interface Marks {
  /** The base under the pointer or the keyboard's cursor. */
  base: number | undefined;
  selection: Stretch | undefined;
}

export interface Stretch {
  from: number;
  to: number;
}

/** What a plot shows. */
export interface Plot {
  data: TrackData;
  view: Viewport;
  lanes: readonly Lane[];
}

/** Draws importance, axis, heat map and further lanes below each other, all on the same horizontal axis. */
export function paintTrack(
  painter: Painter,
  size: { width: number; height: number; top?: number },
  { data, view, lanes }: Plot,
  marks: Marks,
  palette: Palette,
): void {
  const width = size.width - margins.left - margins.right;
  const { left } = margins;
  const start = size.top ?? 0;
  const top = start + topOfHeatmap(size.height, lanes);
  const bottomOfHeatmap = top + heatmapHeight;
  const bottomOfPlot = top - axisHeight;
  const pixels = width / (view.end - view.start);
  const shade = ({ from, to }: Stretch, colour: string, least: number) => {
    const x = Math.max(left, left + (from - view.start) * pixels);
    const end = Math.min(left + width, left + (to - view.start) * pixels);
    if (end <= x) return;
    painter.rect(x, start + titleHeight, Math.max(least, end - x), size.height - titleHeight - 4, colour);
  };
  for (const [from, to] of data.constant) shade({ from, to }, palette.sunken, 0);
  for (const stretch of missingStretches(data.computed)) shade(stretch, palette.sunken, 0);
  if (marks.selection) shade(marks.selection, palette.accentSoft, 1.5);
  if (marks.base !== undefined) shade({ from: marks.base, to: marks.base + 1 }, palette.accentSoft, 1.5);
  paintTitle(painter, data.unit, left, start + 2, width, palette);
  const plotTop = start + titleHeight;
  const plot = { left, top: plotTop, width, height: bottomOfPlot - plotTop };
  drawSignal(painter, data.importance, view, plot, palette);
  paintConstant(painter, data.constant, view, plot, palette);
  paintEdits(painter, data.edited, view, plot, palette);
  drawAxis(painter, data.first, view, { left, top: bottomOfPlot, width, height: axisHeight }, palette);
  drawHeatmap(painter, data, view, { left, top, width, height: heatmapHeight }, palette);
  drawLanes(painter, lanes, view, { left, top: bottomOfHeatmap, width }, palette);
  if (marks.base === undefined) return;
  const x = left + (marks.base - view.start) * pixels;
  if (x < left - pixels || x > left + width) return;
  painter.frame(x - 0.5, top - 0.5, Math.max(2, pixels) + 1, heatmapHeight + 1, palette.text);
}

function topOfHeatmap(height: number, lanes: readonly Lane[]): number {
  return height - bottom - heightOfLanes(lanes) - heatmapHeight;
}

/** The base that the heat map's row at this height mutates to; undefined beside the heat map. */
export function heatmapRow(y: number, height: number, lanes: readonly Lane[]): number | undefined {
  const row = Math.floor((y - topOfHeatmap(height, lanes)) / (heatmapHeight / 4));
  return row >= 0 && row < 4 ? row : undefined;
}

/** A bracket over constant bases, with their name where there is room. */
function paintConstant(
  painter: Painter,
  constant: TrackData["constant"],
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const pixels = box.width / (view.end - view.start);
  painter.clip(box, () => {
    for (const [from, to] of constant) {
      const x = Math.max(box.left, box.left + (from - view.start) * pixels);
      const end = Math.min(box.left + box.width, box.left + (to - view.start) * pixels);
      if (end <= x) continue;
      painter.rect(x, box.top, end - x, 2, palette.strongLine);
      const text = strings.track.constant;
      if (painter.widthOf(text) + 4 <= end - x)
        painter.text(text, (x + end) / 2, box.top + 5, palette.muted, { align: "center" });
    }
  });
}

/** A line under edited bases, a tick where bases are gone. */
function paintEdits(
  painter: Painter,
  edited: TrackData["edited"],
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const pixels = box.width / (view.end - view.start);
  const bottom = box.top + box.height;
  painter.clip(box, () => {
    for (const [from, to] of edited) {
      const x = box.left + (from - view.start) * pixels;
      if (from === to) painter.rect(x - 1, bottom - 10, 2, 10, palette.accent);
      else painter.rect(x, bottom - 4, Math.max(2, (to - from) * pixels), 4, palette.accent);
    }
  });
}

/** Runs of bases that are not computed yet. */
function missingStretches(computed: Uint8Array): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = computed.indexOf(0); from >= 0;) {
    const next = computed.indexOf(1, from);
    const to = next < 0 ? computed.length : next;
    stretches.push({ from, to });
    from = computed.indexOf(0, to);
  }
  return stretches;
}

export function drawTrack(canvas: HTMLCanvasElement, plot: Plot, marks: Marks, palette: Palette): void {
  const prepared = prepareCanvas(canvas);
  if (prepared) paintTrack(prepared.painter, prepared, plot, marks, palette);
}

export function drawStrip(canvas: HTMLCanvasElement, { data, view }: Plot, palette: Palette): void {
  const prepared = prepareCanvas(canvas);
  if (!prepared) return;
  const { painter, width, height } = prepared;
  const box = { left: margins.left, top: 0, width: width - margins.left - margins.right, height };
  drawOverview(painter, data, view, box, palette);
}

/** The convention stands on the plot itself, in as many words as there is room for. */
function paintTitle(
  painter: Painter,
  unit: string,
  left: number,
  top: number,
  width: number,
  palette: Palette,
): void {
  const [long, short] = [strings.track.plotTitle(unit), strings.track.plotTitleShort(unit)];
  const title = painter.widthOf(long) <= width ? long : fitted(painter, short, width);
  painter.text(title, left, top, palette.muted);
}
