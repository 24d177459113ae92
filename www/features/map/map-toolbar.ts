import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MapOrder, MapView } from "./map-order";
import type { Arrangement, Axis } from "./map-sort";
import type { Cell } from "./same-cell";
import type { Grid } from "./grid";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { CellKind } from "./map-layout";
import { nounsOf } from "./nouns";
import { mapToolbarStyle } from "./map-toolbar-style";

const kinds: CellKind[] = ["values", "colours"];
const criteria = ["given", "name", "mean", "range", "similarity"] as const;

/** Finding, ordering and the look of the map's cells; tells of "kind" and of a "step" between the names found. */
@customElement("cisight-map-toolbar")
export class MapToolbarElement extends LitElement {
  static override styles = [shared, mapToolbarStyle];

  @property({ attribute: false }) grid!: Grid;
  @property({ attribute: false }) order!: MapOrder;
  @property({ attribute: false }) view!: MapView;
  @property({ attribute: false }) chosen!: Cell;
  @property({ attribute: false }) kind: CellKind = "values";
  @property({ attribute: false }) foundAt = -1;

  override render() {
    const { order, kind } = this;
    // The search is part of the order's state, whose identity never changes.
    const isBySimilarity = order.rows.by === "similarity" || order.columns.by === "similarity";
    return html`
      <div class="bar">
        ${this.renderSearch()}
        <span class="kinds" role="group" aria-label=${strings.map.cells}>
          ${kinds.map(
            (other) =>
              html`<button aria-pressed=${kind === other} @click=${() => this.tell("kind", other)}>
                ${strings.map[other]}
              </button>`,
          )}
        </span>
      </div>
      <div class="bar orders">
        ${this.renderOrder("rows", strings.map.axis(this.nouns.row), order.rows)}
        ${this.hasConditions ? this.renderOrder("columns", strings.map.axis(this.nouns.column), order.columns) : nothing}
      </div>
      ${
        isBySimilarity
          ? html`<p class="help">
              ${strings.map.similarityHelp} ${this.grid.isComplete ? nothing : strings.map.clusteringWaits}
            </p>`
          : nothing
      }
    `;
  }

  private get nouns() {
    return nounsOf(this.grid);
  }

  private get hasConditions(): boolean {
    return !this.grid.columns[0]?.isResponse;
  }

  private renderSearch() {
    const { order, view, foundAt } = this;
    const isSearching = Boolean(order.search.trim());
    const count = view.found.length;
    const step = (label: string, sign: string, by: number) =>
      html`<button
        class="icon"
        aria-label=${label}
        title=${label}
        ?disabled=${!count}
        @click=${() => this.tell("step", by)}
      >
        ${sign}
      </button>`;
    const { search, searchAlone, searchPlaceholder, found, foundAlone } = strings.map;
    const { nouns } = this;
    const label = (this.hasConditions ? search : searchAlone)(nouns);
    return html`<div class="search" role="search" aria-label=${label}>
      <input
        type="search"
        autocomplete="off"
        spellcheck="false"
        aria-label=${label}
        placeholder=${(this.hasConditions ? searchPlaceholder : searchAlone)(nouns)}
        title=${strings.map.searchHelp}
        .value=${order.search}
        @input=${this.onSearch}
        @keydown=${this.onKey}
      />
      <span class="found help numbers">
        <span role="status"
          >${isSearching ? (this.hasConditions ? found(nouns, view.foundRows, view.foundColumns) : foundAlone(nouns, view.foundRows)) : ""}</span
        >
        ${isSearching && foundAt >= 0 && count ? strings.map.foundAt(foundAt + 1, count) : nothing}
      </span>
      ${
        isSearching
          ? html`${step(strings.map.previous, "↑", -1)} ${step(strings.map.next, "↓", 1)}
              <label class="only">
                <input
                  type="checkbox"
                  .checked=${order.onlyFound}
                  @change=${(event: Event) => order.showOnlyFound((event.target as HTMLInputElement).checked)}
                />
                ${strings.map.onlyFound}
              </label>`
          : nothing
      }
    </div>`;
  }

  private renderOrder(axis: Axis, label: string, arrangement: Arrangement) {
    const across = axis === "rows" ? this.grid.columns : this.grid.rows;
    const line = axis === "rows" ? this.chosen.column : this.chosen.row;
    const byLine =
      arrangement.by === "line"
        ? strings.map.by.line(across[arrangement.line]?.name ?? "")
        : axis === "rows"
          ? strings.map.chosenLine(this.nouns.column)
          : strings.map.chosenLine(this.nouns.row);
    const hasDirection = arrangement.by !== "given" && arrangement.by !== "similarity";
    const arrange = (by: Arrangement["by"]) =>
      this.order.arrange(axis, { by, descending: by !== "name", line: by === "line" ? line : -1 });
    return html`<div class="order">
      <label for=${axis}>${label}</label>
      <select
        id=${axis}
        @change=${(event: Event) => arrange((event.target as HTMLSelectElement).value as Arrangement["by"])}
      >
        ${criteria.map(
          (by) => html`<option value=${by} .selected=${arrangement.by === by}>${strings.map.by[by]}</option>`,
        )}
        <option value="line" .selected=${arrangement.by === "line"}>${byLine}</option>
      </select>
      <button
        class="icon"
        aria-label="${label}: ${arrangement.descending ? strings.map.descending : strings.map.ascending}"
        title=${arrangement.descending ? strings.map.descending : strings.map.ascending}
        ?disabled=${!hasDirection}
        @click=${() => this.order.arrange(axis, { ...arrangement, descending: !arrangement.descending })}
      >
        ${arrangement.descending || !hasDirection ? "↓" : "↑"}
      </button>
    </div>`;
  }

  private readonly onSearch = (event: Event) => {
    this.order.find((event.target as HTMLInputElement).value);
    this.tell("step", 0);
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const steps: Partial<Record<string, number>> = {
      Enter: event.shiftKey ? -1 : 1,
      ArrowDown: 1,
      ArrowUp: -1,
    };
    const by = steps[event.key];
    if (by === undefined) return;
    this.tell("step", by);
    event.preventDefault();
  };

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
