import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { scaleProgress } from "./scale-progress";

/** Computes what percentiles are among, for the condition that is looked at, and says what that is. */
@customElement("cisight-effect-scale")
export class EffectScaleElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 2.75rem;
      }
    `,
  ];

  @property({ attribute: false }) column!: ConditionColumn;

  protected override follows({ frame, effectScales, genomes }: Workbench) {
    return [frame, effectScales, genomes];
  }

  override updated(): void {
    this.bench.effectScales.follow(this.column);
  }

  override render() {
    const { effectScales } = this.bench;
    if (!effectScales.isPossible(this.column)) return nothing;
    const scale = effectScales.of(this.column);
    if (scale)
      return html`<p class="help">
        ${strings.uncertainty.background(scale.changes, scale.promoters, scale.source)}
      </p>`;
    return scaleProgress(effectScales);
  }
}
