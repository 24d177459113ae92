import { VirtualizerController, type VirtualItem } from "@tanstack/lit-virtual";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { Figures } from "../../strings/format";
import type { MapOrder, MapView } from "./map-order";
import type { Cell } from "./same-cell";
import type { Grid } from "./grid";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { ColourScale } from "../../tracks/colour-scale";
import { renderHeads, renderRow, type Drawing } from "./map-cells";
import { mapGridStyle } from "./map-grid-style";
import { target, type Place } from "./map-keys";
import "./map-colours";
import type { MapLayout } from "./map-layout";
import { partOf } from "./map-part";
import { nounsOf } from "./nouns";
import { placeAt } from "./map-pointer";
import { allOf, inView, isSame, keptIfSame, placeOf, windowOf, withKept } from "./map-window";

/** Some pages; all of a genome is for a file. */
const mostPrintedRows = 400;

/**
 * Promoters x conditions as an ARIA grid that holds only what is in view, and the place in the tab order. Tells its owner of "select-cell",
 * "choose-head" and "point", each with the row and column of the grid itself, whatever the order.
 */
@customElement("cisight-map-grid")
export class MapGridElement extends LitElement {
  static override styles = [shared, mapGridStyle];

  @property({ attribute: false }) grid!: Grid;
  @property({ attribute: false }) view!: MapView;
  @property({ attribute: false }) order!: MapOrder;
  @property({ attribute: false }) layout!: MapLayout;
  @property({ attribute: false }) scales!: readonly ColourScale[];
  @property({ attribute: false }) figures!: Figures;
  @property({ attribute: false }) chosen: Cell = { row: 0, column: 0 };
  @property({ attribute: false }) busy = false;
  /** On paper all of it is laid out, as small as it must be for the paper's width. */
  @property({ type: Boolean, reflect: true }) printing = false;
  @property({ attribute: false }) paper = 0;
  @state() private hovered: Place | undefined;
  @query(".scroller") private scroller!: HTMLElement;
  /** The cell in the tab order: it stays that cell in any order. */
  private focused: Cell = { row: 0, column: 0 };
  private place: Place = { row: 0, column: 0 };
  private isToBeSeen = false;
  private isToBeFocused = false;
  private columns: readonly VirtualItem[] = [];
  private readonly rowWindow = this.virtualizer(false);
  private readonly columnWindow = this.virtualizer(true);

  private virtualizer(horizontal: boolean) {
    return new VirtualizerController<HTMLElement, HTMLElement>(this, {
      horizontal,
      count: 0,
      getScrollElement: () => this.scroller,
      estimateSize: () => (horizontal ? this.layout.cellWidth : this.layout.cellHeight),
    }).getVirtualizer();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { layout, view, printing } = this;
    const before = changed.get("chosen") as Cell | undefined;
    if (changed.has("chosen") && !(before && isSame(before, this.chosen))) {
      this.focused = this.chosen;
      this.isToBeSeen = true;
    }
    this.place = placeOf(this.focused, view);
    const rows = printing ? Math.min(mostPrintedRows, view.rows.length) : view.rows.length;
    const options = [
      { window: this.rowWindow, count: rows, head: layout.headHeight, kept: this.place.row },
      {
        window: this.columnWindow,
        count: view.columns.length,
        head: layout.headWidth,
        kept: this.place.column,
      },
    ];
    for (const { window, count, head, kept } of options)
      window.setOptions({
        ...window.options,
        count,
        // Numbers cost the browser more than names beside a picture.
        overscan: layout.kind === "values" ? 1 : 5,
        paddingStart: head,
        scrollPaddingStart: head,
        rangeExtractor: (range) => (printing ? allOf(range) : withKept(range, kept)),
      });
    if (changed.has("layout") || changed.has("printing")) for (const { window } of options) window.measure();
    // A focused cell that moves within the document would lose the focus.
    if (this.hasFocus) this.isToBeFocused = true;
  }

  override updated(): void {
    if (this.isToBeSeen) this.scrollToPlace();
    if (this.isToBeFocused) this.stop?.focus({ preventScroll: true });
    this.isToBeSeen = this.isToBeFocused = false;
  }

  override render() {
    const { grid, view, layout, scales, figures, chosen, place, hovered, rowWindow, columnWindow } = this;
    const { rows: rowArrangement, columns: columnArrangement } = this.order;
    const marked = hovered ?? (this.hasFocus ? place : undefined);
    const columns = (this.columns = keptIfSame(this.columns, columnWindow.getVirtualItems()));
    const drawing: Drawing = {
      ...{ grid, view, layout, scales, figures, chosen, place, marked, columns },
      ...{ rowArrangement, columnArrangement },
    };
    const common = [grid.responses, view.columns, layout, scales, columns, columnArrangement];
    const row = ({ index, start }: VirtualItem) => {
      const data = view.rows[index]!;
      const isChosen = chosen.row === data;
      const inputs = [
        ...[...common, start, data, grid.rows[data]],
        ...[place.row === index && place.column, isChosen && chosen.column, marked?.row === index],
        // Rows come in whole: what is drawn already need not be drawn anew.
        Number.isNaN(grid.responses[data * grid.columns.length]),
        view.rowMatches[data],
      ];
      const holdsCells = layout.kind === "values" || isChosen || place.row === index;
      return guard(inputs, () => renderRow(drawing, index, start, holdsCells));
    };
    const heads = [
      grid.columns,
      view.columns,
      this.order.search,
      layout,
      columns,
      rowArrangement,
      place.row === -1 && place.column,
      marked?.column,
    ];
    return html`
      <div
        class="scroller ${layout.kind}"
        role="grid"
        aria-label=${strings.map.label(nounsOf(grid))}
        aria-rowcount=${view.rows.length + 1}
        aria-colcount=${view.columns.length + 1}
        aria-busy=${this.busy}
        .style=${`--cell-width: ${layout.cellWidth}px; --cell-height: ${layout.cellHeight}px; --head-width: ${layout.headWidth}px; --head-height: ${layout.headHeight}px; --head-lines: ${layout.headLines}`}
        @keydown=${this.onKey}
        @click=${this.onClick}
        @focusin=${this.onFocusIn}
        @pointermove=${this.onPointer}
        @pointerleave=${this.onLeave}
        @scroll=${this.onLeave}
      >
        <div
          class="sheet"
          .style=${`width: ${columnWindow.getTotalSize()}px; height: ${rowWindow.getTotalSize()}px; zoom: ${this.zoom}`}
        >
          <div role="rowgroup" class="top">${guard(heads, () => renderHeads(drawing))}</div>
          ${layout.kind === "colours" ? this.renderColours() : nothing}
          <div role="rowgroup">${repeat(rowWindow.getVirtualItems(), ({ index }) => index, row)}</div>
        </div>
      </div>
      <p class="extent numbers">${this.extent()}</p>
    `;
  }

  private renderColours() {
    const { grid, view, layout, scales, figures } = this;
    const [down, across] = [this.rowWindow, this.columnWindow].map((window) =>
      this.printing ? ([0, window.options.count] as const) : windowOf(window),
    ) as [readonly [number, number], readonly [number, number]];
    const part = partOf(this, down, across);
    const left = layout.headWidth + across[0] * layout.cellWidth;
    const top = layout.headHeight + down[0] * layout.cellHeight;
    return guard(
      [grid, view.rows, view.columns, layout, scales, figures, ...down, ...across],
      () =>
        html`<cisight-map-colours
          .cells=${part}
          .style=${`left: ${left}px; top: ${top}px`}
        ></cisight-map-colours>`,
    );
  }

  private get zoom(): number {
    const width = this.columnWindow.getTotalSize() + 2;
    return this.printing && width > this.paper ? this.paper / width : 1;
  }

  private extent(): string {
    const { grid, view, layout } = this;
    const [nouns, count] = [nounsOf(grid), view.rows.length];
    if (this.printing)
      return count > mostPrintedRows ? strings.map.printed(nouns, mostPrintedRows, count) : "";
    const down = inView(this.rowWindow, layout.headHeight, layout.cellHeight);
    const across = inView(this.columnWindow, layout.headWidth, layout.cellWidth);
    return strings.map.extent(
      nouns,
      [grid.rows.length, grid.columns.length],
      [count, view.columns.length],
      down,
      across,
      !grid.columns[0]?.isResponse,
    );
  }

  /** Moves the place in the tab order and the view, but not the focus, to a cell or a head of the grid. */
  reveal(cell: Cell): void {
    this.focused = cell;
    this.isToBeSeen = true;
    this.requestUpdate();
  }

  private get stop(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>("[tabindex='0']");
  }

  private get hasFocus(): boolean {
    return Boolean(this.hasUpdated && this.shadowRoot?.activeElement);
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { rows, columns } = this.view;
    const { layout } = this;
    if (event.key === "Enter" || event.key === " ") this.choose(this.focused);
    else if (event.key === "Escape") this.tell("point", undefined);
    else {
      const page = Math.floor((this.scroller.clientHeight - layout.headHeight) / layout.cellHeight) - 1;
      const last = { row: rows.length - 1, column: columns.length - 1 };
      const next = target(event, this.place, last, Math.max(1, page));
      if (!next) return;
      this.focused = { row: rows[next.row] ?? -1, column: columns[next.column] ?? -1 };
      this.isToBeSeen = this.isToBeFocused = true;
      this.hovered = undefined;
      this.requestUpdate();
    }
    event.preventDefault();
  };

  private readonly onClick = (event: Event) => {
    const found = this.at(event);
    if (!found) return;
    this.isToBeFocused = true;
    this.choose(found.cell);
    this.requestUpdate();
  };

  private readonly onFocusIn = (event: Event) => {
    const found = this.at(event);
    if (!found) return;
    if (!isSame(found.cell, this.focused)) {
      this.focused = found.cell;
      this.requestUpdate();
    }
    this.tell("point", { ...found, byPointer: false });
  };

  private readonly onPointer = (event: PointerEvent) => {
    const found = this.at(event);
    const place = found && placeOf(found.cell, this.view);
    if (place && this.hovered && isSame(place, this.hovered)) return;
    if (!place && !this.hovered) return;
    this.hovered = place;
    this.tell("point", found && { ...found, byPointer: true });
  };

  private readonly onLeave = () => {
    if (!this.hovered) return;
    this.hovered = undefined;
    this.tell("point", undefined);
  };

  private at(event: Event): { cell: Cell; rect: DOMRect } | undefined {
    const found = placeAt(event, this.scroller, this.layout);
    if (!found) return undefined;
    const { row, column } = found.place;
    return {
      cell: { row: this.view.rows[row] ?? -1, column: this.view.columns[column] ?? -1 },
      rect: found.rect,
    };
  }

  private choose(cell: Cell): void {
    this.focused = cell;
    this.tell(cell.row < 0 || cell.column < 0 ? "choose-head" : "select-cell", cell);
  }

  private scrollToPlace(): void {
    if (this.place.row >= 0) this.rowWindow.scrollToIndex(this.place.row);
    if (this.place.column >= 0) this.columnWindow.scrollToIndex(this.place.column);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
