import { strings } from "../strings";
import { prepareCanvas } from "./canvas";
import { drawAxis } from "./draw-axis";
import { drawHeatmap } from "./draw-heatmap";
import { drawImportance } from "./draw-importance";
import { drawOverview } from "./draw-overview";
import type { Palette } from "./palette";
import type { TrackData } from "./track-data";
import type { Viewport } from "./viewport";

export const margins = { left: 52, right: 12 };
const titleHeight = 20;
const axisHeight = 24;
const heatmapHeight = 60;

export interface Marks {
  /** The base under the pointer or the keyboard's cursor. */
  base: number | undefined;
  frame: { from: number; to: number } | undefined;
}

/** Draws importance, axis and heat map into one canvas, all on the same horizontal axis. */
export function drawTrack(
  canvas: HTMLCanvasElement,
  data: TrackData,
  view: Viewport,
  marks: Marks,
  palette: Palette,
): void {
  const prepared = prepareCanvas(canvas);
  if (!prepared) return;
  const { context, height } = prepared;
  const width = prepared.width - margins.left - margins.right;
  const { left } = margins;
  const plotHeight = height - axisHeight - heatmapHeight - 6;
  const pixels = width / (view.end - view.start);
  const mark = (from: number, to: number) => {
    const x = Math.max(left, left + (from - view.start) * pixels);
    const end = Math.min(left + width, left + (to - view.start) * pixels);
    if (end <= x) return;
    context.fillStyle = palette.accentSoft;
    context.fillRect(x, titleHeight, Math.max(1.5, end - x), height - titleHeight - 4);
  };
  for (const [from, to] of missingStretches(data.computed)) {
    const x = Math.max(left, left + (from - view.start) * pixels);
    const end = Math.min(left + width, left + (to - view.start) * pixels);
    context.fillStyle = palette.sunken;
    context.fillRect(x, titleHeight, Math.max(0, end - x), height - titleHeight - 4);
  }
  if (marks.frame) mark(marks.frame.from, marks.frame.to);
  if (marks.base !== undefined) mark(marks.base, marks.base + 1);
  drawTitle(context, left, width, palette);
  drawImportance(
    context,
    data,
    view,
    { left, top: titleHeight, width, height: plotHeight - titleHeight },
    palette,
  );
  drawAxis(context, data, view, { left, top: plotHeight, width, height: axisHeight }, palette);
  const top = plotHeight + axisHeight;
  drawHeatmap(context, data, view, { left, top, width, height: heatmapHeight }, palette);
  if (marks.base === undefined) return;
  const x = left + (marks.base - view.start) * pixels;
  if (x < left - pixels || x > left + width) return;
  context.strokeStyle = palette.text;
  context.strokeRect(x - 0.5, top - 0.5, Math.max(2, pixels) + 1, heatmapHeight + 1);
}

/** Runs of bases that are not computed yet. */
function missingStretches(computed: Uint8Array): [number, number][] {
  const stretches: [number, number][] = [];
  for (let from = computed.indexOf(0); from >= 0;) {
    const next = computed.indexOf(1, from);
    const to = next < 0 ? computed.length : next;
    stretches.push([from, to]);
    from = computed.indexOf(0, to);
  }
  return stretches;
}

export function drawStrip(
  canvas: HTMLCanvasElement,
  data: TrackData,
  view: Viewport,
  palette: Palette,
): void {
  const prepared = prepareCanvas(canvas);
  if (!prepared) return;
  const { context, width, height } = prepared;
  const box = { left: margins.left, top: 0, width: width - margins.left - margins.right, height };
  drawOverview(context, data, view, box, palette);
}

/** The convention stands on the plot itself, in as many words as there is room for. */
function drawTitle(context: CanvasRenderingContext2D, left: number, width: number, palette: Palette): void {
  const { plotTitle, plotTitleShort } = strings.track;
  const title = context.measureText(plotTitle).width <= width ? plotTitle : plotTitleShort;
  context.fillStyle = palette.muted;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(title, left, 2);
}
