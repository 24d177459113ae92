import { css, html, nothing } from "lit";
import { betweenPromoters, betweenVersions } from "../../engine/intervals";
import { isSameColumn, unitOf } from "../map/columns";
import { customElement, property } from "lit/decorators.js";
import { shortUnit } from "../../strings/format";
import { BenchElement } from "../../app/bench-element";
import type { Comparison, ComparedCell } from "./comparison";
import type { OtherTrack } from "./tracks-beside";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/progress";

// A list of more is no help.
const mostListed = 300;

/** What the track is compared with, and how the two responses differ. */
@customElement("cisight-compare")
export class CompareElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 1rem;
        min-height: 2.25rem;
        font-size: 0.8125rem;
      }
      label {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) comparison!: Comparison;
  /** Counts the changes of the comparison, so that this element is drawn again. */
  @property({ type: Number }) version = 0;

  override render() {
    const { comparison } = this;
    const { progress } = comparison;
    return html`<label>
        ${strings.compare.label}
        <select @change=${this.onChange}>
          ${this.renderChoices()}
        </select>
      </label>
      ${progress.state === "idle" ? this.renderResponses() : this.renderProgress()}`;
  }

  private renderChoices() {
    const { grid, track } = this.bench.predictions;
    const { other } = this.comparison;
    const option = (value: string, text: string, isChosen: boolean) =>
      html`<option value=${value} .selected=${isChosen}>${text}</option>`;
    const group = (label: string, kind: "condition" | "promoter", items: { key: string; name: string }[]) =>
      items.length
        ? html`<optgroup label=${label}>
            ${items
              .slice(0, mostListed)
              .map(({ key, name }) =>
                option(`${kind} ${key}`, name, other.kind === kind && other.key === key),
              )}
          </optgroup>`
        : nothing;
    const columns = grid?.columns.filter(({ key }) => key !== track?.column.key) ?? [];
    const rows = grid?.rows.filter(({ key }) => key !== track?.row.key) ?? [];
    return html`${option("nothing", strings.compare.nothing, other.kind === "nothing")}
    ${track?.row.origin ? option("unedited", strings.compare.unedited, other.kind === "unedited") : nothing}
    ${group(strings.compare.conditions, "condition", columns)}
    ${group(strings.compare.promoters, "promoter", rows)}`;
  }

  private renderResponses() {
    const [{ track: here }, { track: there }] = [this.bench.predictions, this.comparison];
    if (this.comparison.other.kind === "nothing" || !here) return nothing;
    if (!there || Number.isNaN(here.reference)) return html`<span>${strings.compare.waiting}</span>`;
    return html`<span class="numbers"> ${this.responses(here.reference, there.reference)} </span>
      ${this.renderIntervals(here, there)}`;
  }

  private responses(here: number, there: number): string {
    const { figures, model, predictions } = this.bench;
    const numbers = [figures.response(here), figures.response(there), figures.change(here - there)] as const;
    return strings.compare.responses(...numbers, shortUnit(unitOf(predictions.track?.column, model)));
  }

  /** Where the measured difference is to be expected: of two promoters in one condition, or of two versions of one. */
  private renderIntervals(here: Pick<OtherTrack, "column" | "reference" | "spread">, there: OtherTrack) {
    const { figures, model } = this.bench;
    const { uncertainty } = strings;
    if (!isSameColumn(here.column, there.column)) return nothing;
    const calibration = model?.outputs[here.column.output ?? 0]?.calibration;
    if (this.comparison.other.kind === "unedited") {
      const known = betweenVersions(calibration, here.reference - there.reference);
      if (!known && !calibration) return nothing;
      const said = known ? uncertainty.versions(figures.changeRange(known.likely)) : uncertainty.noVersions;
      return html`<span class="numbers">${said}</span>`;
    }
    const known = betweenPromoters(
      calibration,
      [here.reference, here.spread],
      [there.reference, there.spread],
    );
    if (!known) return nothing;
    const [likely, wide] = [known.likely, known.wide].map((own) => figures.changeRange(own)) as [
      string,
      string,
    ];
    return html`<span class="numbers">${uncertainty.promoters(likely, wide)}</span>`;
  }

  private renderProgress() {
    const { comparison } = this;
    return html`<cisight-progress
      .progress=${comparison.progress}
      .running=${strings.compare.running}
      .cancelled=${strings.compare.cancelled}
      .again=${strings.compare.again}
      @cancel=${() => comparison.cancel()}
      @again=${() => comparison.restart()}
    ></cisight-progress>`;
  }

  private readonly onChange = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    this.comparison.choose(readOther(value));
  };
}

function readOther(value: string): ComparedCell {
  const [kind = "", ...rest] = value.split(" ");
  if (kind === "condition" || kind === "promoter") return { kind, key: rest.join(" ") };
  return { kind: kind === "unedited" ? "unedited" : "nothing" };
}
