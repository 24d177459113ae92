import { VirtualizerController } from "@tanstack/lit-virtual";
import { html, LitElement, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { Figures } from "../../strings/format";
import { strings } from "../../strings/index";
import { signedBar } from "../../ui/signed-bar";

const rowRems = 1.75;

/** A column as its head has it. */
export interface EffectColumn<Key extends string> {
  key: Key;
  name: string;
  help: string;
}

interface Sorted<Key extends string> {
  key: Key;
  descending: boolean;
}

/** Effects of changes as a table that can be sorted by each column; only what is in view is in the document. */
export abstract class EffectListElement<Row, Key extends string> extends LitElement {
  @property({ attribute: false }) rows: readonly Row[] = [];
  @property({ attribute: false }) figures = new Figures(true, NaN);
  /** Whether effects are compared with random ones, or will be. */
  @property({ type: Boolean }) hasPercentiles = false;
  @state() protected sorted: Sorted<Key>;
  @query(".scroller") private scroller!: HTMLElement;
  private order: Uint32Array = new Uint32Array();
  private largest = 1;
  private readonly window = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    overscan: 5,
    getScrollElement: () => this.scroller,
    estimateSize: () => this.rowHeight,
  }).getVirtualizer();

  constructor(sorted: Sorted<Key>) {
    super();
    this.sorted = sorted;
  }

  /** What the table is called. */
  protected abstract get label(): string;
  /** The columns that have something to show. */
  protected abstract get columns(): readonly EffectColumn<Key>[];
  /** Alternative minus reference. */
  protected abstract differenceOf(row: Row): number;
  /** The places of the rows, as they are sorted. */
  protected abstract ordered(): Uint32Array;
  /** Whether the first press sorts from the highest down. */
  protected abstract startsHigh(key: Key): boolean;
  /** The row's head and cells. */
  protected abstract renderCells(row: Row): TemplateResult;

  private get rowHeight(): number {
    return rowRems * parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { rows } = this;
    if (changed.has("rows") || changed.has("sorted")) this.order = this.ordered();
    if (changed.has("rows"))
      this.largest = rows.reduce((most, row) => Math.max(most, Math.abs(this.differenceOf(row))), 1e-9);
    // The head stands above the first row.
    this.window.setOptions({ ...this.window.options, count: rows.length, paddingStart: this.rowHeight });
  }

  override render() {
    const { rows, order, label, columns } = this;
    return html`<div class="scroller" role="region" tabindex="0" aria-label=${label}>
      <div
        role="table"
        class="numbers columns-${columns.length}"
        aria-label=${label}
        aria-rowcount=${rows.length + 1}
        .style=${`height: ${this.window.getTotalSize()}px`}
      >
        <div role="rowgroup" class="heads">
          <div role="row" aria-rowindex="1">${columns.map((column) => this.renderHead(column))}</div>
        </div>
        <div role="rowgroup">
          ${this.window
            .getVirtualItems()
            .map(({ index, start }) => this.renderRow(rows[order[index] ?? -1], index, start))}
        </div>
      </div>
    </div>`;
  }

  private renderHead({ key, name, help }: EffectColumn<Key>) {
    const { sorted } = this;
    const direction = sorted.descending ? "descending" : "ascending";
    return html`<div role="columnheader" aria-sort=${sorted.key === key ? direction : "none"} title=${help}>
      <button class="plain" @click=${() => this.sort(key)}>
        ${name}<span aria-hidden="true">${sorted.key === key ? (sorted.descending ? " ↓" : " ↑") : ""}</span>
      </button>
    </div>`;
  }

  private renderRow(row: Row | undefined, index: number, top: number) {
    if (!row) return html``;
    return html`<div role="row" class="line" aria-rowindex=${index + 2} .style=${`top: ${top}px`}>
      ${this.renderCells(row)}
    </div>`;
  }

  /** Reference, alternative, and their difference with its bar. */
  protected renderResponses(row: Row, reference: number, alternative: number) {
    const { figures } = this;
    const difference = this.differenceOf(row);
    return html`<span role="cell">${figures.response(reference, 3)}</span>
      <span role="cell">${figures.response(alternative, 3)}</span>
      <span role="cell">${signedBar(figures.change(difference, 3), difference, this.largest)}</span>`;
  }

  protected renderPercentile(percentile: number | undefined) {
    return html`<span role="cell"
      >${percentile === undefined ? strings.map.pending : strings.uncertainty.share(percentile)}</span
    >`;
  }

  private sort(key: Key): void {
    const { sorted } = this;
    this.sorted = { key, descending: sorted.key === key ? !sorted.descending : this.startsHigh(key) };
    this.window.scrollToOffset(0);
  }
}
