import { VirtualizerController } from "@tanstack/lit-virtual";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Figures } from "../../strings/format";
import type { ScoredVariant } from "./variants";
import { orderByKeys, orderByName } from "../map/map-sort";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { variantListStyle } from "./variant-list-style";

const keys = ["name", "reference", "alternative", "difference", "rank", "percentile", "interval"] as const;
type Key = (typeof keys)[number];

const rowRems = 1.75;

/** What a column is sorted by; an interval by its lower end. */
function keyOf(variant: ScoredVariant, key: Exclude<Key, "name">): number {
  if (key === "interval") return variant.intervals?.likely.lower ?? NaN;
  return variant[key] ?? NaN;
}

/** Variants as a table that can be sorted by each column; only what is in view is in the document. */
@customElement("cisight-variant-list")
export class VariantListElement extends LitElement {
  static override styles = [shared, variantListStyle];

  @property({ attribute: false }) variants: readonly ScoredVariant[] = [];
  @property({ attribute: false }) figures = new Figures(true, NaN);
  /** Whether effects are compared with random ones, or will be. */
  @property({ type: Boolean }) hasPercentiles = false;
  @state() private sorted: { key: Key; descending: boolean } = { key: "rank", descending: false };
  @query(".scroller") private scroller!: HTMLElement;
  private order: Uint32Array = new Uint32Array();
  private largest = 1;
  private readonly window = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    overscan: 5,
    getScrollElement: () => this.scroller,
    estimateSize: () => this.rowHeight,
  }).getVirtualizer();

  private get rowHeight(): number {
    return rowRems * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { variants } = this;
    const { key, descending } = this.sorted;
    if (changed.has("variants") || changed.has("sorted"))
      this.order =
        key === "name"
          ? orderByName(variants, descending)
          : orderByKeys(
              variants.map((variant) => keyOf(variant, key)),
              descending,
            );
    if (changed.has("variants"))
      this.largest = variants.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 1e-9);
    // The head stands above the first row.
    this.window.setOptions({ ...this.window.options, count: variants.length, paddingStart: this.rowHeight });
  }

  /** What is not known of any variant has no column. */
  private get shown(): Key[] {
    const has: Partial<Record<Key, boolean>> = {
      percentile: this.hasPercentiles,
      interval: this.variants.some(({ intervals }) => intervals),
    };
    return keys.filter((key) => has[key] ?? true);
  }

  override render() {
    const { variants, order } = this;
    return html`<div class="scroller" role="region" tabindex="0" aria-label=${strings.variants.tableLabel}>
      <div
        role="table"
        class=${this.shown.length > 5 ? `numbers columns-${this.shown.length}` : "numbers"}
        aria-label=${strings.variants.tableLabel}
        aria-rowcount=${variants.length + 1}
        .style=${`height: ${this.window.getTotalSize()}px`}
      >
        <div role="rowgroup" class="heads">
          <div role="row" aria-rowindex="1">${this.shown.map((key) => this.renderHead(key))}</div>
        </div>
        <div role="rowgroup">
          ${this.window
            .getVirtualItems()
            .map(({ index, start }) => this.renderRow(variants[order[index] ?? -1], index, start))}
        </div>
      </div>
    </div>`;
  }

  private renderHead(key: Key) {
    const { sorted } = this;
    const { name, help } = strings.variants.columns[key];
    const direction = sorted.descending ? "descending" : "ascending";
    return html`<div role="columnheader" aria-sort=${sorted.key === key ? direction : "none"} title=${help}>
      <button class="plain" @click=${() => this.sort(key)}>
        ${name}<span aria-hidden="true">${sorted.key === key ? (sorted.descending ? " ↓" : " ↑") : ""}</span>
      </button>
    </div>`;
  }

  private renderRow(variant: ScoredVariant | undefined, index: number, top: number) {
    if (!variant) return html``;
    const { name, reference, alternative, difference, rank, percentile, intervals } = variant;
    const shown = this.shown;
    const share = (Math.abs(difference) / this.largest) * 50;
    return html`<div role="row" class="line" aria-rowindex=${index + 2} .style=${`top: ${top}px`}>
      <span role="rowheader" title=${name}>${name}</span>
      <span role="cell">${this.figures.response(reference, 3)}</span>
      <span role="cell">${this.figures.response(alternative, 3)}</span>
      <span role="cell" class="with-bar">
        ${this.figures.change(difference, 3)}
        <span class="bar" aria-hidden="true"
          ><i
            class=${difference < 0 ? "down" : "up"}
            .style=${`inset-inline-start: ${(difference < 0 ? 50 - share : 50).toFixed(1)}%; width: ${share.toFixed(1)}%`}
          ></i
        ></span>
      </span>
      <span role="cell">${rank.toLocaleString("en")}</span>
      ${shown.includes("percentile") ? html`<span role="cell">${percentile === undefined ? strings.map.pending : strings.uncertainty.share(percentile)}</span>` : nothing}
      ${shown.includes("interval") ? html`<span role="cell">${intervals ? this.figures.changeRange(intervals.likely) : ""}</span>` : nothing}
    </div>`;
  }

  /** Responses start with the highest, names with A, ranks with 1. */
  private sort(key: Key): void {
    const { sorted } = this;
    const first = key !== "name" && key !== "rank";
    this.sorted = { key, descending: sorted.key === key ? !sorted.descending : first };
    this.window.scrollToOffset(0);
  }
}
