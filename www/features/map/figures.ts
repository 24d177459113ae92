import type { ModelSummary } from "../../engine/manifest";
import { Figures } from "../../strings/format";
import type { Grid } from "./grid";

const known = new WeakMap<Grid, Figures>();

/** How the responses of a grid are written: all alike. */
export function figuresOf(about: ModelSummary | undefined, grid: Grid | undefined): Figures {
  const isRelative = about?.isRelative ?? true;
  const calibrations = about?.calibrations ?? [];
  const isProbability = about?.isProbability ?? false;
  if (!grid) return new Figures(isRelative, NaN, calibrations, isProbability);
  const figures =
    known.get(grid) ?? new Figures(isRelative, largestOf(grid.responses), calibrations, isProbability);
  known.set(grid, figures);
  return figures;
}

/** Whether the sign of a grid's value is not known. */
export function isUnsureAt({ responses, spreads, columns }: Grid, figures: Figures, at: number): boolean {
  return figures.isUnsure(responses[at]!, spreads[at]!, columns[at % columns.length]?.output);
}

function largestOf(values: Float32Array): number {
  // NaN stands for what is still to come.
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}
