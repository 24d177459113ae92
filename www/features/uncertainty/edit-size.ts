import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { percentileOf } from "../../engine/effect-scale";
import { betweenVersions } from "../../engine/intervals";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { scaleProgress } from "./scale-progress";

/** How large the effect of an edit is beside random changes, once that is asked, and where its measured value would be. */
@customElement("cisight-edit-size")
export class EditSizeElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        color: var(--muted);
        font-size: 0.8125rem;
      }
      p {
        margin: 0;
      }
    `,
  ];

  @property({ attribute: false }) column!: ConditionColumn;
  /** The edited promoter's response minus that of its original. */
  @property({ type: Number }) change = NaN;
  @state() private isAsked = false;

  protected override follows({ frame, effectScales, genomes }: Workbench) {
    return [frame, effectScales, genomes];
  }

  override updated(): void {
    if (this.isAsked) this.bench.effectScales.follow(this.column);
  }

  override render() {
    const { figures, model } = this.bench;
    const known = betweenVersions(model?.outputs[this.column.output ?? 0]?.calibration, this.change);
    const interval = known && strings.uncertainty.versions(figures.changeRange(known.likely));
    return html`${interval ? html`<p class="numbers">${interval}</p>` : nothing}${this.renderSize()}`;
  }

  private renderSize() {
    const { effectScales } = this.bench;
    const { uncertainty } = strings;
    if (!effectScales.isPossible(this.column)) return nothing;
    const scale = effectScales.of(this.column);
    const percentile = scale && percentileOf(scale, this.change);
    if (scale)
      return percentile === undefined
        ? nothing
        : html`<p
            class="numbers"
            title=${uncertainty.background(scale.changes, scale.promoters, scale.source)}
          >
            ${uncertainty.percentile(percentile)}
          </p>`;
    if (!this.isAsked)
      return html`<button class="plain" title=${uncertainty.askHelp} @click=${() => (this.isAsked = true)}>
        ${uncertainty.ask}
      </button>`;
    return scaleProgress(effectScales);
  }
}
