import { Figures } from "../strings/format";
import { strings } from "../strings";
import { fitted, type Painter } from "./painter";
import { SvgPainter } from "./painter-svg";
import { responseScales, placeOn, type ColourScale } from "./colour-scale";
import { colourAt, type Palette } from "./palette";

/** A map of values, its rows and columns in the order in which they are shown. */
export interface MapFigure {
  title: string;
  /** Of each column. */
  units: string[];
  /** What stands below: how many rows there are, model and version. */
  foot: string[];
  rows: string[];
  columns: string[];
  /** rows x columns; NaN for what is not known */
  values: Float32Array;
  figures: Figures;
}

const fontSize = 11;
const lineHeight = 16;
const edge = 12;
const nameWidth = 130;
/** So many columns have room for their numbers. */
const mostNumbers = 12;
const ramp = { width: 120, height: 9, steps: 24 };

/** The map as a file of its own: rows, columns, values where there is room, the scale and its unit. */
export function mapSvg(figure: MapFigure, palette: Palette): string {
  const { title, units, rows, columns, values, figures } = figure;
  const hasNumbers = columns.length <= mostNumbers;
  const cell = hasNumbers ? { width: 96, height: 20 } : { width: 12, height: 12 };
  const headHeight = hasNumbers ? 2 * lineHeight : lineHeight;
  const plot = {
    left: edge + nameWidth,
    top: edge + 1.6 * lineHeight + headHeight,
    width: columns.length * cell.width,
    height: rows.length * cell.height,
  };
  const width = Math.max(520, plot.left + plot.width + edge);
  const scales = responseScales(values, units, figures);
  const legend = [...new Map(units.map((unit, at) => [unit, scales[at]!]))];
  const foot = scales.some((scale) => scale.isClipped) ? [strings.map.clipped, ...figure.foot] : figure.foot;
  const height = plot.top + plot.height + lineHeight * (1.6 + 1.4 * legend.length + foot.length) + edge;
  const painter = new SvgPainter(fontSize);
  painter.rect(0, 0, width, height, palette.surface);
  painter.text(fitted(painter, title, (width - 2 * edge) / 1.3), edge, edge, palette.text, { size: 1.3 });
  columns.forEach((name, column) => {
    const x = plot.left + column * cell.width;
    if (hasNumbers)
      painter.text(fitted(painter, name, cell.width - 6), x + 3, plot.top - lineHeight, palette.text);
  });
  if (!hasNumbers)
    painter.text(
      fitted(painter, columnSummary(columns), plot.width),
      plot.left,
      plot.top - lineHeight,
      palette.muted,
    );
  rows.forEach((name, row) => {
    const y = plot.top + row * cell.height;
    const middle = { baseline: "middle", size: hasNumbers ? 1 : 0.85 } as const;
    painter.text(fitted(painter, name, nameWidth - 8), edge, y + cell.height / 2, palette.text, middle);
    columns.forEach((_, column) => {
      const scale = scales[column]!;
      const value = values[row * columns.length + column] ?? NaN;
      const x = plot.left + column * cell.width;
      const isKnown = !Number.isNaN(value);
      const colour = isKnown ? colourAt(palette, scale, placeOn(scale, value), hasNumbers) : palette.sunken;
      painter.rect(x, y, cell.width, cell.height, colour);
      if (hasNumbers && isKnown)
        painter.text(figures.response(value), x + cell.width - 6, y + cell.height / 2, palette.text, {
          align: "right",
          baseline: "middle",
        });
    });
  });
  painter.frame(plot.left, plot.top, plot.width, plot.height, palette.line);
  let y = plot.top + plot.height + 0.6 * lineHeight;
  for (const [unit, scale] of legend) {
    paintScale(painter, scale, unit, y, palette, hasNumbers);
    y += 1.4 * lineHeight;
  }
  for (const line of foot) {
    painter.text(fitted(painter, line, width - 2 * edge), edge, y, palette.muted);
    y += lineHeight;
  }
  return painter.finish(width, height, title);
}

/** Heads of narrow columns would be unreadable: the first and the last say what the order is. */
function columnSummary(columns: string[]): string {
  return `${columns[0] ?? ""} \u2026 ${columns.at(-1) ?? ""} (${columns.length})`;
}

function paintScale(
  painter: Painter,
  scale: ColourScale,
  unit: string,
  y: number,
  palette: Palette,
  isBehindText: boolean,
): void {
  const ends = new Figures(scale.kind === "diverging", Math.max(Math.abs(scale.low), Math.abs(scale.high)));
  const low = ends.response(scale.low, 1);
  painter.text(low, edge, y, palette.text);
  const left = edge + painter.widthOf(low) + 8;
  const step = ramp.width / ramp.steps;
  for (let at = 0; at < ramp.steps; at++) {
    const colour = colourAt(palette, scale, (at + 0.5) / ramp.steps, isBehindText);
    painter.rect(left + at * step, y, step + 0.2, ramp.height, colour);
  }
  painter.text(`${ends.response(scale.high, 1)} ${unit}`, left + ramp.width + 8, y, palette.text);
}
