import type { VirtualItem } from "@tanstack/lit-virtual";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Figures } from "../../strings/format";
import type { MapView } from "./map-order";
import type { Arrangement } from "./map-sort";
import type { Cell } from "./same-cell";
import type { Grid } from "./grid";
import { strings } from "../../strings/index";
import type { Place } from "./map-keys";
import { placeOn, type ColourScale } from "../../tracks/colour-scale";
import { nounsOf } from "./nouns";
import { tintBehindText } from "../../tracks/palette";
import { breakable } from "./head-text";
import type { MapLayout } from "./map-layout";

/** What the map's cells are drawn from. */
export interface Drawing {
  grid: Grid;
  view: MapView;
  layout: MapLayout;
  /** By column of the grid. */
  scales: readonly ColourScale[];
  figures: Figures;
  chosen: Cell;
  /** The place in the tab order. */
  place: Place;
  /** The place that the pointer, or else the keyboard, is at: its names stand out. */
  marked: Place | undefined;
  rowArrangement: Arrangement;
  columnArrangement: Arrangement;
  columns: readonly VirtualItem[];
}

const byIndex = ({ index }: VirtualItem) => index;

export function renderHeads(drawing: Drawing) {
  const { grid, view, layout, place, marked, rowArrangement: sorted, columns } = drawing;
  const stop = (column: number) => (place.row === -1 && place.column === column ? 0 : -1);
  return html`<div role="row" class="heads" aria-rowindex="1">
    <div
      role="columnheader"
      class="corner"
      aria-colindex="1"
      tabindex=${stop(-1)}
      aria-sort=${sorted.by === "name" ? direction(sorted) : nothing}
      title=${strings.map.cornerHint(nounsOf(grid))}
    >
      ${strings.map.corner(nounsOf(grid))}
    </div>
    ${repeat(columns, byIndex, ({ index, start }) => {
      const data = view.columns[index]!;
      const { name, detail } = grid.columns[data]!;
      const head = layout.heads[data] ?? name;
      const classes = ["head", view.columnMatches[data] ? "found" : "", marked?.column === index ? "at" : ""];
      return html`<div
        role="columnheader"
        class=${classes.join(" ")}
        aria-colindex=${index + 2}
        aria-label=${head === name ? nothing : name}
        aria-sort=${sorted.by === "line" && sorted.line === data ? direction(sorted) : nothing}
        tabindex=${stop(index)}
        title=${layout.kind === "values" ? `${name}. ${strings.map.columnHint(nounsOf(grid))}` : nothing}
        .style=${`left: ${start}px`}
      >
        <span>${breakable(head)}</span>
        ${layout.kind === "values" && detail ? html`<small>${detail}</small>` : nothing}
      </div>`;
    })}
  </div>`;
}

/** A row; with `holdsCells` false only its name, its colours being drawn behind it. */
export function renderRow(drawing: Drawing, at: number, top: number, holdsCells: boolean) {
  const { grid, view, layout, place, marked, columnArrangement: sorted, columns } = drawing;
  const row = view.rows[at]!;
  const { name, detail } = grid.rows[row]!;
  const classes = ["name", view.rowMatches[row] ? "found" : "", marked?.row === at ? "at" : ""];
  return html`<div role="row" class="row" aria-rowindex=${at + 2} .style=${`top: ${top}px`}>
    <div
      role="rowheader"
      class=${classes.join(" ")}
      aria-colindex="1"
      aria-sort=${sorted.by === "line" && sorted.line === row ? direction(sorted) : nothing}
      tabindex=${place.row === at && place.column === -1 ? 0 : -1}
      title=${layout.kind === "values" ? `${name}. ${strings.map.rowHint(nounsOf(grid))}` : nothing}
    >
      <span>${name}</span>${detail ? html`<small>${detail}</small>` : nothing}
    </div>
    ${holdsCells ? repeat(columns, byIndex, ({ index, start }) => renderCell(drawing, row, at, index, start)) : nothing}
  </div>`;
}

function renderCell(
  { grid, view, layout, scales, figures, chosen, place }: Drawing,
  row: number,
  at: number,
  index: number,
  left: number,
) {
  const column = view.columns[index]!;
  const scale = scales[column]!;
  const where = row * grid.columns.length + column;
  const [value, spread] = [grid.responses[where]!, grid.spreads[where]!];
  const isKnown = !Number.isNaN(value);
  const between = isKnown ? placeOn(scale, value) : 0;
  const share = scale.kind === "diverging" ? Math.abs(2 * between - 1) : between;
  const tint = share * tintBehindText[scale.kind] * 100;
  const showsNumbers = layout.kind === "values";
  const { output } = grid.columns[column]!;
  const classes = [hueOf(scale, value), figures.isUnsure(value, spread, output) ? "unsure" : ""];
  return html`<div
    role="gridcell"
    class=${isKnown ? classes.join(" ") : "pending"}
    aria-colindex=${index + 2}
    aria-label=${showsNumbers ? nothing : described(figures, value, spread, output)}
    aria-selected=${row === chosen.row && column === chosen.column}
    tabindex=${place.row === at && place.column === index ? 0 : -1}
    .style=${showsNumbers ? `left: ${left}px; --tint: ${tint.toFixed(0)}%` : `left: ${left}px`}
  >
    ${
      !showsNumbers
        ? nothing
        : isKnown
          ? html`<b class="value">${figures.response(value)}</b
              ><small>${figures.error(value, spread, output)}</small>`
          : strings.map.pending
    }
  </div>`;
}

function hueOf({ kind }: ColourScale, value: number): string {
  if (kind === "sequential") return "level";
  return value < 0 ? "lower" : "higher";
}

export function described(figures: Figures, value: number, spread: number, output?: number): string {
  return Number.isNaN(value)
    ? strings.map.pendingLong
    : figures.response(value) + figures.error(value, spread, output);
}

function direction({ descending }: Arrangement): "ascending" | "descending" {
  return descending ? "descending" : "ascending";
}
