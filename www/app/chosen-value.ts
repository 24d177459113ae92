import type { Workbench } from "./workbench";
import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "./bench-element";
import { unitOf } from "../features/map/columns";
import "../features/uncertainty/edit-size";
import { shared } from "../style/shared";
import { strings } from "../strings/index";

// A list of more is no help; the map and its search are.
const mostListed = 400;

/** Which value is looked at, what it is, and the way back from what was changed. */
@customElement("cisight-chosen-value")
export class ChosenValueElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem 0.75rem;
        min-height: 3.25rem;
      }
      .waiting {
        align-self: start;
        flex: 1 1 100%;
        min-height: 5.125rem;
      }
      @container (min-width: 86rem) {
        .waiting {
          min-height: 3.25rem;
        }
      }
      @container (max-width: 30rem) {
        .waiting {
          min-height: 12.25rem;
        }
      }
      .value {
        font-size: 1.125rem;
        font-weight: 700;
        margin-inline-start: 0.25rem;
      }
      .value small {
        font-weight: 400;
        font-size: 0.8125rem;
        color: var(--muted);
      }
      .origin {
        font-size: 0.8125rem;
        color: var(--muted);
      }
      .history {
        display: flex;
        gap: 0.25rem;
        margin-inline-start: auto;
      }
    `,
  ];

  protected override follows({ frame, predictions, whatIf }: Workbench) {
    return [frame, predictions, whatIf];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.onKey);
  }

  override render() {
    const { predictions, whatIf } = this.bench;
    const { grid, cell } = predictions;
    // What was edited may just have been taken out.
    const canUndo = whatIf.history.undoLabel !== undefined;
    if (!grid)
      return html`<p class="help waiting">${strings.track.waiting}</p>
        ${canUndo ? this.renderHistory() : nothing}`;
    return html`
      ${this.renderList(strings.panels.promoter, grid.rows, cell.row, (row) => predictions.select({ ...cell, row }))}
      ${grid.columns[0]?.isResponse ? nothing : this.renderList(this.columnLabel, grid.columns, cell.column, (column) => predictions.select({ ...cell, column }))}
      ${this.renderValue()} ${this.renderHistory()}
    `;
  }

  /** Columns of a model without conditions are its outputs. */
  private get columnLabel(): string {
    const hasConditions = this.bench.model?.capabilities.tfLevels ?? true;
    return hasConditions ? strings.panels.condition : strings.panels.output;
  }

  private renderList(label: string, items: { name: string }[], at: number, choose: (at: number) => void) {
    const first = Math.max(0, Math.min(at - mostListed / 2, items.length - mostListed));
    const listed = items.slice(first, first + mostListed);
    return html`<label>
      ${label}
      <div>
        <select
          @change=${(event: Event) => choose(first + (event.target as HTMLSelectElement).selectedIndex)}
        >
          ${listed.map(({ name }, index) => html`<option .selected=${first + index === at}>${name}</option>`)}
        </select>
      </div>
    </label>`;
  }

  private renderValue() {
    const { predictions, model, figures } = this.bench;
    const { grid, cell, chosen } = predictions;
    if (!grid || !chosen) return nothing;
    const at = cell.row * grid.columns.length + cell.column;
    const [value = NaN, spread = NaN] = [grid.responses[at], grid.spreads[at]];
    if (Number.isNaN(value)) return nothing;
    const before = this.responseOf(
      chosen.row.origin?.key ?? chosen.row.key,
      chosen.column.origin?.key ?? chosen.column.key,
    );
    const isEdited = chosen.row.origin ?? chosen.column.origin;
    const { output } = chosen.column;
    return html`<span class="value numbers">
        ${figures.response(value)}
        <small
          >${figures.error(value, spread, output)}
          ${unitOf(chosen.column, model)}${this.wideOf(value, spread, output)}</small
        >
      </span>
      ${
        isEdited && before !== undefined
          ? html`<span class="origin numbers"
              >${strings.panels.before(figures.response(before), figures.change(value - before))}${
                chosen.row.origin && !chosen.column.origin
                  ? html`<cisight-edit-size
                      .bench=${this.bench}
                      .column=${chosen.column}
                      .change=${value - before}
                    ></cisight-edit-size>`
                  : nothing
              }</span
            >`
          : nothing
      }`;
  }

  /** Where 90 of 100 measured values lie. */
  private wideOf(value: number, spread: number, output: number | undefined): string {
    const { figures } = this.bench;
    const known = figures.intervals(value, spread, output);
    return known ? strings.panels.wide(figures.range(known.wide)) : "";
  }

  private responseOf(rowKey: string, columnKey: string): number | undefined {
    const { grid } = this.bench.predictions;
    const row = grid?.rows.findIndex(({ key }) => key === rowKey) ?? -1;
    const column = grid?.columns.findIndex(({ key }) => key === columnKey) ?? -1;
    if (!grid || row < 0 || column < 0) return undefined;
    return grid.responses[row * grid.columns.length + column];
  }

  private renderHistory() {
    const { whatIf } = this.bench;
    const { undoLabel, redoLabel } = whatIf.history;
    const { sequences, levels } = whatIf.edits;
    const isEdited = sequences.size > 0 || levels.size > 0;
    return html`<span class="history" role="group" aria-label=${strings.whatIf.title}>
      <button
        class="icon"
        title=${strings.whatIf.undo(undoLabel)}
        aria-label=${strings.whatIf.undo(undoLabel)}
        ?disabled=${undoLabel === undefined}
        @click=${() => whatIf.undo()}
      >
        ↶
      </button>
      <button
        class="icon"
        title=${strings.whatIf.redo(redoLabel)}
        aria-label=${strings.whatIf.redo(redoLabel)}
        ?disabled=${redoLabel === undefined}
        @click=${() => whatIf.redo()}
      >
        ↷
      </button>
      <button ?disabled=${!isEdited} @click=${() => whatIf.reset()}>${strings.whatIf.reset}</button>
    </span>`;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const path = event.composedPath();
    // Where the page is somebody else's, so are keys that are pressed outside.
    const isOurs = path.some((node) => node instanceof Element && node.localName === "cisight-app");
    if (!isOurs && !this.bench.keepsAddress) return;
    const [target] = path;
    const isTyping =
      target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const { whatIf } = this.bench;
    const { undoLabel, redoLabel } = whatIf.history;
    if (key === "z" && !event.shiftKey && undoLabel !== undefined) whatIf.undo();
    else if ((key === "y" || (key === "z" && event.shiftKey)) && redoLabel !== undefined) whatIf.redo();
    else return;
    event.preventDefault();
  };
}
