import type { ModelSummary } from "../../engine/manifest";
import { Figures } from "../../strings/format";
import type { Grid } from "./grid";

const known = new WeakMap<Grid, Figures>();

/** How the responses of a grid are written: all alike. */
export function figuresOf(about: ModelSummary | undefined, grid: Grid | undefined): Figures {
  const isRelative = about?.isRelative ?? true;
  if (!grid) return new Figures(isRelative, NaN);
  const figures = known.get(grid) ?? new Figures(isRelative, largestOf(grid.responses));
  known.set(grid, figures);
  return figures;
}

function largestOf(values: Float32Array): number {
  // NaN stands for what is still to come.
  return values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);
}
