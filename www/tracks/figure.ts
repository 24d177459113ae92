import { decimalsFor, unsigned } from "../strings/format";
import { strings } from "../strings";
import { margins, paintTrack, type Plot } from "./draw-track";
import { fitted, type Painter } from "./painter";
import { SvgPainter } from "./painter-svg";
import type { Palette } from "./palette";

/** A plot with everything that a reader who never saw the page needs. */
export interface Figure {
  /** Promoter and condition. */
  title: string;
  subtitle: string;
  axis: string;
  unit: string;
  /** Model, version and how it was made. */
  foot: string[];
  width: number;
  plotHeight: number;
  plot: Plot;
}

const fontSize = 11;
const lineHeight = 16;
const headHeight = 46;
const edge = 10;
const ramp = { width: 96, height: 9, steps: 24 };

export function figureSvg(figure: Figure, palette: Palette): string {
  const painter = new SvgPainter(fontSize);
  paintFigure(painter, figure, palette);
  return painter.finish(figure.width, heightOf(figure), `${figure.title}. ${figure.subtitle}`);
}

function heightOf({ plotHeight, foot }: Figure): number {
  return Math.ceil(headHeight + plotHeight + lineHeight * (4 + foot.length) + edge);
}

function paintFigure(painter: Painter, figure: Figure, palette: Palette): void {
  const { width, plotHeight, plot } = figure;
  const { left } = margins;
  const room = width - left - margins.right;
  const line = (text: string, y: number) => painter.text(fitted(painter, text, room), left, y, palette.muted);
  painter.rect(0, 0, width, heightOf(figure), palette.surface);
  painter.text(fitted(painter, figure.title, room / 1.4), left, edge, palette.text, { size: 1.4 });
  line(figure.subtitle, edge + 20);
  let y = headHeight;
  painter.clip({ left: 0, top: y, width, height: plotHeight }, () =>
    paintTrack(
      painter,
      { width, height: plotHeight, top: y },
      plot,
      { base: undefined, selection: undefined },
      palette,
    ),
  );
  y += plotHeight;
  painter.text(figure.axis, left + room / 2, y, palette.text, { align: "center" });
  paintRamp(painter, figure, y + 1.4 * lineHeight, palette);
  y += 2.6 * lineHeight;
  for (const text of [strings.track.conventionShort, ...figure.foot])
    line(text, (y += lineHeight) - lineHeight);
}

function paintRamp(painter: Painter, { unit, plot }: Figure, y: number, palette: Palette): void {
  const strongest = unsigned(plot.data.strongestDelta, decimalsFor(plot.data.strongestDelta));
  const label = `${strings.track.deltas} A, C, G, T:  \u2212${strongest}`;
  painter.text(label, margins.left, y, palette.muted);
  const left = margins.left + painter.widthOf(label) + 8;
  const step = ramp.width / ramp.steps;
  for (let at = 0; at < ramp.steps; at++)
    painter.rect(
      left + at * step,
      y,
      step + 0.2,
      ramp.height,
      palette.diverging(((at + 0.5) / ramp.steps) * 2 - 1),
    );
  painter.frame(left, y, ramp.width, ramp.height, palette.line);
  painter.text(`+${strongest} ${unit}`, left + ramp.width + 8, y, palette.muted);
}
