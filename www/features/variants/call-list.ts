import { VirtualizerController } from "@tanstack/lit-virtual";
import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { percentileOf, type EffectScale } from "../../engine/effect-scale";
import type { CallRow } from "../../engine/files-api";
import { Figures } from "../../strings/format";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { orderByKeys, orderByName } from "../map/map-sort";
import { callListStyle } from "./call-list-style";
import { variantListStyle } from "./variant-list-style";

const keys = ["gene", "place", "change", "reference", "alternative", "difference", "percentile"] as const;
type Key = (typeof keys)[number];

const rowRems = 1.75;

/** Effects of variant calls as a table that can be sorted; only what is in view is in the document. A gene is pressed to look at it ("open-effect"). */
@customElement("cisight-call-list")
export class CallListElement extends LitElement {
  static override styles = [shared, variantListStyle, callListStyle];

  @property({ attribute: false }) rows: readonly CallRow[] = [];
  @property({ attribute: false }) figures = new Figures(true, NaN);
  @property({ type: Boolean }) haplotypes = false;
  /** Whether effects can be compared with random changes, and with which, once those are known. */
  @property({ type: Boolean }) hasPercentiles = false;
  @property({ attribute: false }) scale: EffectScale | undefined;
  @state() private sorted: { key: Key; descending: boolean } = { key: "difference", descending: true };
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
    const { rows } = this;
    if (changed.has("rows") || changed.has("sorted")) this.order = this.ordered();
    if (changed.has("rows"))
      this.largest = rows.reduce((most, row) => Math.max(most, Math.abs(differenceOf(row))), 1e-9);
    // The head stands above the first row.
    this.window.setOptions({ ...this.window.options, count: rows.length, paddingStart: this.rowHeight });
  }

  private ordered(): Uint32Array {
    const { rows } = this;
    const { key, descending } = this.sorted;
    switch (key) {
      case "gene":
        return orderByName(
          rows.map((row) => ({ name: nameOf(row) })),
          descending,
        );
      case "place":
        return orderByName(
          rows.map((row) => ({ name: row.sample || `${row.contig}:${row.position}` })),
          descending,
        );
      case "change":
        return orderByKeys(
          rows.map(({ stretch: [first] }) => first),
          descending,
        );
      case "difference":
      case "percentile":
        return orderByKeys(
          rows.map((row) => Math.abs(differenceOf(row))),
          descending,
        );
      case "reference":
      case "alternative":
        return orderByKeys(
          rows.map((row) => row[key]),
          descending,
        );
    }
  }

  override render() {
    const { rows, order } = this;
    return html`<div class="scroller" role="region" tabindex="0" aria-label=${strings.calls.tableLabel}>
      <div
        role="table"
        class="numbers ${this.hasPercentiles ? "percentiles" : ""}"
        aria-label=${strings.calls.tableLabel}
        aria-rowcount=${rows.length + 1}
        .style=${`height: ${this.window.getTotalSize()}px`}
      >
        <div role="rowgroup" class="heads">
          <div role="row" aria-rowindex="1">
            ${keys.filter((key) => key !== "percentile" || this.hasPercentiles).map((key) => this.renderHead(key))}
          </div>
        </div>
        <div role="rowgroup">
          ${this.window
            .getVirtualItems()
            .map(({ index, start }) => this.renderRow(rows[order[index] ?? -1], index, start))}
        </div>
      </div>
    </div>`;
  }

  private renderHead(key: Key) {
    const { sorted, haplotypes } = this;
    const { name, help } = strings.calls.columns[key === "place" && haplotypes ? "sample" : key];
    const direction = sorted.descending ? "descending" : "ascending";
    return html`<div role="columnheader" aria-sort=${sorted.key === key ? direction : "none"} title=${help}>
      <button class="plain" @click=${() => this.sort(key)}>
        ${name}<span aria-hidden="true">${sorted.key === key ? (sorted.descending ? " ↓" : " ↑") : ""}</span>
      </button>
    </div>`;
  }

  private renderRow(row: CallRow | undefined, index: number, top: number) {
    if (!row) return html``;
    const { reference, alternative, change } = row;
    const [name, place, difference] = [nameOf(row), placeOf(row), differenceOf(row)];
    const share = (Math.abs(difference) / this.largest) * 50;
    return html`<div role="row" class="line" aria-rowindex=${index + 2} .style=${`top: ${top}px`}>
      <span role="rowheader">
        <button
          class="plain"
          title=${row.gene}
          aria-label=${strings.calls.open(name, change)}
          @click=${() => this.dispatchEvent(new CustomEvent("open-effect", { detail: row }))}
        >
          ${name}
        </button>
      </span>
      <span role="cell" class="text" title=${place}>${place}</span>
      <span role="cell" class="text" title=${change}>${change}</span>
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
      ${this.hasPercentiles ? html`<span role="cell">${this.percentile(difference)}</span>` : nothing}
    </div>`;
  }

  private percentile(difference: number): string {
    const percentile = this.scale && percentileOf(this.scale, difference);
    return percentile === undefined ? strings.map.pending : strings.uncertainty.share(percentile);
  }

  /** Numbers start with the highest, names with A, places with the first. */
  private sort(key: Key): void {
    const { sorted } = this;
    const first = key !== "gene" && key !== "place" && key !== "change";
    this.sorted = { key, descending: sorted.key === key ? !sorted.descending : first };
    this.window.scrollToOffset(0);
  }
}

const nameOf = ({ name, gene }: CallRow) => name || gene;

export const differenceOf = ({ reference, alternative }: CallRow) => alternative - reference;

function placeOf({
  contig,
  position,
  referenceAllele,
  alternativeAllele,
  sample,
  haplotype,
}: CallRow): string {
  if (sample) return strings.calls.copy(sample, haplotype);
  return `${contig}:${position.toLocaleString("en")} ${strings.calls.alleles(referenceAllele, alternativeAllele)}`;
}
