import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { percentileOf, type EffectScale } from "../../engine/effect-scale";
import type { CallRow } from "../../engine/files-api";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { orderByKeys, orderByName } from "../map/map-sort";
import { callListStyle } from "./call-list-style";
import { EffectListElement } from "./effect-list";
import { effectListStyle } from "./effect-list-style";

const keys = ["gene", "place", "change", "reference", "alternative", "difference", "percentile"] as const;
type Key = (typeof keys)[number];

/** Effects of variant calls. A gene is pressed to look at it ("open-effect"). */
@customElement("cisight-call-list")
export class CallListElement extends EffectListElement<CallRow, Key> {
  static override styles = [shared, effectListStyle, callListStyle];

  @property({ type: Boolean }) haplotypes = false;
  /** The random changes that effects are compared with, once they are known. */
  @property({ attribute: false }) scale: EffectScale | undefined;

  constructor() {
    super({ key: "difference", descending: true });
  }

  protected get label() {
    return strings.calls.tableLabel;
  }

  protected get columns() {
    const shown = keys.filter((key) => key !== "percentile" || this.hasPercentiles);
    const { columns } = strings.calls;
    return shown.map((key) => ({ key, ...columns[key === "place" && this.haplotypes ? "sample" : key] }));
  }

  protected differenceOf({ reference, alternative }: CallRow): number {
    return alternative - reference;
  }

  protected ordered(): Uint32Array {
    const { rows } = this;
    const { key, descending } = this.sorted;
    const byName = (name: (row: CallRow) => string) =>
      orderByName(
        rows.map((row) => ({ name: name(row) })),
        descending,
      );
    const byNumber = (number: (row: CallRow) => number) => orderByKeys(rows.map(number), descending);
    switch (key) {
      case "gene":
        return byName(nameOf);
      case "place":
        return byName((row) => row.sample || `${row.contig}:${row.position}`);
      case "change":
        return byNumber(({ stretch: [first] }) => first);
      case "difference":
      case "percentile":
        return byNumber((row) => Math.abs(this.differenceOf(row)));
      case "reference":
      case "alternative":
        return byNumber((row) => row[key]);
    }
  }

  /** Numbers start with the highest, names with A, places with the first. */
  protected startsHigh(key: Key): boolean {
    return key !== "gene" && key !== "place" && key !== "change";
  }

  protected renderCells(row: CallRow) {
    const { reference, alternative, change } = row;
    const [name, place] = [nameOf(row), placeOf(row)];
    const percentile = this.scale && percentileOf(this.scale, this.differenceOf(row));
    return html`<span role="rowheader">
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
      ${this.renderResponses(row, reference, alternative)}
      ${this.hasPercentiles ? this.renderPercentile(percentile) : nothing}`;
  }
}

const nameOf = ({ name, gene }: CallRow) => name || gene;

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
