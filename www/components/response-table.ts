import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { signed, unsigned } from "../format";
import type { Cell, Grid } from "../state/predictions";
import { shared } from "../style/shared";
import { strings } from "../strings";
import { responseTableStyle } from "./response-table-style";

// A page of cells is drawn at once: few rows where there are many columns.
const cellsPerPage = 3000;
const mostRowsPerPage = 100;
const fewestRowsPerPage = 15;
// Above this share the tint would cost the number its contrast.
const strongestTint = 62;

/** Promoters x conditions; one cell is in the tab order and the arrow keys move it ("select-cell" tells which cell was chosen). */
@customElement("cisight-response-table")
export class ResponseTableElement extends LitElement {
  static override styles = [shared, responseTableStyle];

  @property({ attribute: false }) grid!: Grid;
  @property({ attribute: false }) chosen: Cell = { row: 0, column: 0 };
  @property() unit = "";
  @property({ type: Boolean, reflect: true }) stale = false;
  @property({ attribute: false }) busy = false;
  @state() private focused: Cell = { row: 0, column: 0 };
  @state() private firstRow = 0;
  private scale = 1;
  private rowsPerPage = mostRowsPerPage;
  private moved = false;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("grid")) {
      this.scale = tintScale(this.grid.responses);
      const rows = Math.floor(cellsPerPage / Math.max(1, this.grid.columns.length));
      this.rowsPerPage = Math.min(mostRowsPerPage, Math.max(fewestRowsPerPage, rows));
    }
    if (changed.has("grid") || changed.has("chosen")) this.goTo(this.chosen);
  }

  override updated(): void {
    if (this.moved) this.renderRoot.querySelector<HTMLElement>("td[tabindex='0']")?.focus();
    this.moved = false;
  }

  override render() {
    const { rows, columns } = this.grid;
    const shown = rows.slice(this.firstRow, this.firstRow + this.rowsPerPage);
    return html`
      <div class="scroller">
        <table
          role="grid"
          aria-label=${strings.grid.label}
          aria-rowcount=${rows.length + 1}
          aria-busy=${this.busy}
          @keydown=${this.onKey}
        >
          <thead>
            <tr>
              <th scope="col">${strings.grid.promoter}</th>
              ${columns.map(
                ({ name, detail }) =>
                  html`<th scope="col" title=${name}><span>${name}</span><small>${detail}</small></th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${shown.map((row, at) => this.renderRow(this.firstRow + at, row.name, row.detail))}
          </tbody>
        </table>
      </div>
      <div class="below">
        ${this.renderLegend()} ${rows.length > this.rowsPerPage ? this.renderPaging(rows.length) : nothing}
      </div>
    `;
  }

  private renderRow(row: number, name: string, detail: string) {
    return html`<tr aria-rowindex=${row + 2}>
      <th scope="row" title=${name}>
        <span>${name}</span>${detail ? html`<small>${detail}</small>` : nothing}
      </th>
      ${this.grid.columns.map((_, column) => this.renderCell({ row, column }))}
    </tr>`;
  }

  private renderCell(cell: Cell) {
    const at = cell.row * this.grid.columns.length + cell.column;
    const [value, spread] = [this.grid.responses[at]!, this.grid.spreads[at]!];
    const isKnown = !Number.isNaN(value);
    const tint = isKnown ? Math.min(1, Math.abs(value) / this.scale) * strongestTint : 0;
    return html`<td
      role="gridcell"
      class=${value < 0 ? "lower" : "higher"}
      tabindex=${isSame(cell, this.focused) ? 0 : -1}
      aria-selected=${isSame(cell, this.chosen)}
      .style=${`--tint: ${tint.toFixed(1)}%`}
      @click=${() => this.select(cell)}
    >
      ${
        isKnown
          ? html`<span class="value">${signed(value)}</span>
              <span class="spread">± ${unsigned(spread)}</span>`
          : strings.grid.pending
      }
    </td>`;
  }

  private renderLegend() {
    const end = unsigned(this.scale, 1);
    return html`<div class="legend numbers">
      <span>−${end} ${strings.grid.down}</span><span class="ramp" aria-hidden="true"></span>
      <span>+${end} ${strings.grid.up}</span><span class="unit">${this.unit}</span>
    </div>`;
  }

  private renderPaging(all: number) {
    const last = Math.min(all, this.firstRow + this.rowsPerPage);
    return html`<div class="paging numbers">
      <button
        class="icon"
        aria-label=${strings.grid.previous}
        ?disabled=${this.firstRow === 0}
        @click=${() => (this.firstRow -= this.rowsPerPage)}
      >
        ‹
      </button>
      <span role="status">${strings.grid.page(this.firstRow + 1, last, all)}</span>
      <button
        class="icon"
        aria-label=${strings.grid.next}
        ?disabled=${last === all}
        @click=${() => (this.firstRow += this.rowsPerPage)}
      >
        ›
      </button>
    </div>`;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { row, column } = this.focused;
    const lastRow = this.grid.rows.length - 1;
    const lastColumn = this.grid.columns.length - 1;
    const moves: Partial<Record<string, Cell>> = {
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      ArrowLeft: { row, column: column - 1 },
      ArrowRight: { row, column: column + 1 },
      PageUp: { row: Math.max(0, row - 10), column },
      PageDown: { row: Math.min(lastRow, row + 10), column },
      Home: { row: event.ctrlKey ? 0 : row, column: 0 },
      End: { row: event.ctrlKey ? lastRow : row, column: lastColumn },
    };
    const target = moves[event.key];
    if (event.key === "Enter" || event.key === " ") this.select(this.focused);
    else if (!target) return;
    else if (target.row >= 0 && target.row <= lastRow && target.column >= 0 && target.column <= lastColumn) {
      this.goTo(target);
      this.moved = true;
    }
    event.preventDefault();
  };

  private goTo(cell: Cell): void {
    this.focused = cell;
    const page = Math.floor(cell.row / this.rowsPerPage) * this.rowsPerPage;
    if (page !== this.firstRow) this.firstRow = page;
  }

  private select(cell: Cell): void {
    this.focused = cell;
    this.dispatchEvent(new CustomEvent("select-cell", { detail: cell }));
  }
}

function isSame(a: Cell, b: Cell): boolean {
  return a.row === b.row && a.column === b.column;
}

/** The value of the strongest tint: a round number, so that the legend reads well. */
function tintScale(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (!Number.isNaN(value)) most = Math.max(most, Math.abs(value));
  return Math.max(1, Math.ceil(most * 2) / 2);
}
