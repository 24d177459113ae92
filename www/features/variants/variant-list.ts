import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { EffectListElement } from "./effect-list";
import type { ScoredVariant } from "./variants";
import { orderByKeys, orderByName } from "../map/map-sort";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { effectListStyle } from "./effect-list-style";
import { variantListStyle } from "./variant-list-style";

const keys = ["name", "reference", "alternative", "difference", "rank", "percentile", "interval"] as const;
type Key = (typeof keys)[number];

/** What a column is sorted by; an interval by its lower end. */
function keyOf(variant: ScoredVariant, key: Exclude<Key, "name">): number {
  if (key === "interval") return variant.intervals?.likely.lower ?? NaN;
  return variant[key] ?? NaN;
}

/** Variants with their responses. */
@customElement("cisight-variant-list")
export class VariantListElement extends EffectListElement<ScoredVariant, Key> {
  static override styles = [shared, effectListStyle, variantListStyle];

  constructor() {
    super({ key: "rank", descending: false });
  }

  protected get label() {
    return strings.variants.tableLabel;
  }

  /** What is not known of any variant has no column. */
  protected get columns() {
    const has: Partial<Record<Key, boolean>> = {
      percentile: this.hasPercentiles,
      interval: this.hasIntervals,
    };
    return keys.filter((key) => has[key] ?? true).map((key) => ({ key, ...strings.variants.columns[key] }));
  }

  private get hasIntervals(): boolean {
    return this.rows.some(({ intervals }) => intervals);
  }

  protected differenceOf({ difference }: ScoredVariant): number {
    return difference;
  }

  protected ordered(): Uint32Array {
    const { rows } = this;
    const { key, descending } = this.sorted;
    if (key === "name") return orderByName(rows, descending);
    return orderByKeys(
      rows.map((variant) => keyOf(variant, key)),
      descending,
    );
  }

  protected startsHigh(key: Key): boolean {
    return key !== "name" && key !== "rank";
  }

  protected renderCells(variant: ScoredVariant) {
    const { name, reference, alternative, rank, percentile, intervals } = variant;
    const range = intervals ? this.figures.changeRange(intervals.likely) : "";
    return html`<span role="rowheader" title=${name}>${name}</span>
      ${this.renderResponses(variant, reference, alternative)}
      <span role="cell">${rank.toLocaleString("en")}</span>
      ${this.hasPercentiles ? this.renderPercentile(percentile) : nothing}
      ${this.hasIntervals ? html`<span role="cell">${range}</span>` : nothing}`;
  }
}
