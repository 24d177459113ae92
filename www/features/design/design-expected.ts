import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { percentileOf } from "../../engine/effect-scale";
import { betweenVersions } from "../../engine/intervals";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { unitOfAll } from "../map/columns";
import { scaleProgress } from "../uncertainty/scale-progress";
import { designResultStyle } from "./design-result-style";
import { designerOf } from "./designer";
import type { DesignOutcome } from "./design-outcome";
import type { Expectation } from "./expectations";
import "../../ui/messages";
import "../../ui/progress";

/** What is to be expected of the design that is shown: intervals, what is unlike training, and how large its change is once that is asked. */
@customElement("cisight-design-expected")
export class DesignExpectedElement extends BenchElement {
  static override styles = [
    shared,
    designResultStyle,
    css`
      @media (max-width: 30rem) {
        th[scope="row"] {
          min-width: 6rem;
          white-space: normal;
        }
      }
    `,
  ];

  @property({ type: Boolean, reflect: true }) stale = false;
  @state() private isAsked = false;

  protected override follows(bench: Workbench) {
    return [bench.frame, bench.effectScales, bench.genomes, designerOf(bench)];
  }

  override updated(): void {
    const { effectScales } = this.bench;
    // One condition after the other.
    const next = designerOf(this.bench).outcome?.columns.find(
      (own) => this.isPossible(own) && !effectScales.of(own),
    );
    if (this.isAsked && next) effectScales.follow(next);
  }

  override render() {
    const { bench } = this;
    const designer = designerOf(bench);
    const { outcome, expecting } = designer;
    if (!outcome) return nothing;
    const own = designer.expectation;
    return html`<h4>${strings.design.expected}</h4>
      <p class="help">${strings.design.expectedHelp(unitOfAll(outcome.columns, bench.model))}</p>
      <cisight-progress
        .progress=${expecting.progress}
        .running=${strings.design.expectedRunning}
        .cancelled=${strings.design.expectedCancelled}
        .again=${strings.design.expectedAgain}
        @cancel=${() => expecting.cancel()}
        @again=${() => expecting.again()}
      ></cisight-progress>
      ${own ? this.renderExpectation(outcome, own) : nothing}`;
  }

  private renderExpectation(outcome: DesignOutcome, own: Expectation) {
    const { columns } = outcome;
    const texts = strings.design;
    const hasSizes = columns.some((column) => this.isPossible(column));
    return html`<cisight-messages .messages=${own.notes}></cisight-messages>
      <div class="scroller" tabindex="0" role="region" aria-label=${texts.expectedLabel}>
        <table>
          <thead>
            <tr>
              <th scope="col">${strings.design.condition}</th>
              <th scope="col">${texts.predicted}</th>
              <th scope="col">${texts.likely}</th>
              <th scope="col">${texts.wide}</th>
              <th scope="col">${texts.changeOf}</th>
              ${hasSizes ? html`<th scope="col">${texts.size}</th>` : nothing}
            </tr>
          </thead>
          <tbody class="numbers">
            ${columns.map((column, at) => this.renderColumn(column, at, outcome, own, hasSizes))}
          </tbody>
        </table>
      </div>
      ${hasSizes ? this.renderScale(columns) : nothing}`;
  }

  private renderColumn(
    column: ConditionColumn,
    at: number,
    { natural }: DesignOutcome,
    { responses, spreads }: Expectation,
    hasSizes: boolean,
  ) {
    const { figures, model, effectScales } = this.bench;
    const [response, spread] = [responses[at] ?? NaN, spreads[at] ?? NaN];
    const { output = 0 } = column;
    const change = response - (natural[at] ?? NaN);
    const intervals = figures.intervals(response, spread, output);
    const scale = this.isPossible(column) ? effectScales.of(column) : undefined;
    const percentile = scale && percentileOf(scale, change);
    const versions = betweenVersions(model?.outputs[output]?.calibration, change);
    const unknown = strings.design.unlikely;
    return html`<tr>
      <th scope="row">${column.name}</th>
      <td>${figures.response(response)}</td>
      <td>${intervals ? figures.range(intervals.likely) : unknown}</td>
      <td>${intervals ? figures.range(intervals.wide) : unknown}</td>
      <td>
        ${figures.change(change, 3)}
        ${versions ? html`<small>(${figures.changeRange(versions.likely)})</small>` : nothing}
      </td>
      ${
        hasSizes
          ? html`<td>${percentile === undefined ? "–" : strings.uncertainty.share(percentile)}</td>`
          : nothing
      }
    </tr>`;
  }

  /** What percentiles are among, or the way to them. */
  private renderScale(columns: readonly ConditionColumn[]) {
    const { effectScales } = this.bench;
    const { uncertainty, design } = strings;
    const wanted = columns.filter((column) => this.isPossible(column));
    const known = wanted.map((column) => effectScales.of(column)).find((scale) => scale !== undefined);
    const isWhole = wanted.every((column) => effectScales.of(column));
    const way = this.isAsked
      ? scaleProgress(effectScales)
      : html`<button class="plain" title=${design.percentileHelp} @click=${() => (this.isAsked = true)}>
          ${design.percentileAsk}
        </button>`;
    return html`${isWhole ? nothing : way}
    ${
      known
        ? html`<p class="help">
            ${uncertainty.background(known.changes, known.promoters, known.source)} ${design.percentileNote}
          </p>`
        : nothing
    }`;
  }

  private isPossible(column: ConditionColumn): boolean {
    return this.bench.effectScales.isPossible(column);
  }
}
