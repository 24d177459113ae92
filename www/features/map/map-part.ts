import type { Figures } from "../../strings/format";
import type { ColourScale } from "../../tracks/colour-scale";
import type { MapPart } from "../../tracks/draw-map";
import { isUnsureAt } from "./figures";
import type { Grid } from "./grid";
import type { MapLayout } from "./map-layout";
import type { MapView } from "./map-order";

interface Drawn {
  grid: Grid;
  view: MapView;
  layout: MapLayout;
  scales: readonly ColourScale[];
  figures: Figures;
}

type Range = readonly [number, number];

/** What is drawn of a map: some of its rows and columns, in their order. */
export function partOf({ grid, view, layout, scales, figures }: Drawn, down: Range, across: Range): MapPart {
  return {
    ...{ values: grid.responses, width: grid.columns.length, scales },
    ...{ cellWidth: layout.cellWidth, cellHeight: layout.cellHeight },
    rows: view.rows.subarray(...down),
    columns: view.columns.subarray(...across),
    isUnsure: (at) => isUnsureAt(grid, figures, at),
  };
}
