import { fitted, type Box, type Painter } from "./painter";
import type { Palette } from "./palette";
import type { Viewport } from "./viewport";

/** A further track below the mutagenesis, on the same axis. */
export interface Lane {
  title: string;
  /** Of the plot itself, without its title. */
  height: number;
  draw(painter: Painter, view: Viewport, box: Box, palette: Palette): void;
}

export const laneTitleHeight = 18;
const gap = 6;

export function heightOfLanes(lanes: readonly Lane[]): number {
  return lanes.reduce((sum, lane) => sum + gap + laneTitleHeight + lane.height, 0);
}

/** Draws lanes below each other. */
export function drawLanes(
  painter: Painter,
  lanes: readonly Lane[],
  view: Viewport,
  { left, top, width }: Omit<Box, "height">,
  palette: Palette,
): void {
  let at = top;
  for (const lane of lanes) {
    painter.text(fitted(painter, lane.title, width), left, at + gap + 3, palette.muted);
    const box = { left, top: at + gap + laneTitleHeight, width, height: lane.height };
    lane.draw(painter, view, box, palette);
    at = box.top + lane.height;
  }
}
