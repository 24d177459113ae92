import { html, nothing } from "lit";
import { unitOfAll } from "../map/columns";
import { customElement, property } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { position } from "../../strings/format";
import {
  missedGoals,
  goalProgressOf,
  type DesignChange,
  type DesignOutcome,
  type GoalProgress,
  type MissedGoal,
} from "./design-outcome";
import { designerOf } from "./designer";
import type { Expectation } from "./expectations";
import type { ConditionColumn } from "../conditions/conditions";
import { designBed, designFasta, designSummary, designTable } from "../downloads/export-design";
import { nameWithSequence } from "../inputs/looked-at";
import type { PromoterRow } from "../promoters/promoters";
import { saveText } from "../../ui/save-file";
import { saveTable } from "../downloads/save-table";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { designResultStyle } from "./design-result-style";
import "../downloads/download-menu";
import { figureFormats, saveFigure, type FigureFormat } from "../downloads/save-figure";
import "../measured/trajectory-chart";

/** What a search found: the mutations in their order, what each does, and the way into the promoter. */
@customElement("cisight-design-result")
export class DesignResultElement extends BenchElement {
  static override styles = [shared, designResultStyle];

  @property({ attribute: false }) outcome!: DesignOutcome;
  /** What is to be expected of all designs, once that is worked out. */
  @property({ attribute: false }) expectations: readonly Expectation[] | undefined;
  @property({ type: Boolean, reflect: true }) stale = false;

  override render() {
    const { bench, outcome } = this;
    const { row, steps, most, beam, generations, kept } = outcome;
    const standing = goalProgressOf(outcome, this.wholeRows, bench.whatIf);
    const regions = kept.map((ends) => ends.map(position).join(" to ")).join(", ");
    if (!steps.length)
      return html`<p class="none">${strings.design.none(nameWithSequence(row), kept.length > 0)}</p>
        ${this.renderMissed()}
        <p class="help">${strings.design.searched(most, beam, generations, regions)}</p>`;
    const unit = unitOfAll(outcome.columns, bench.model);
    return html`
      <div class="head">
        ${this.renderApply(steps.length, standing)}
        <cisight-download-menu
          .what=${strings.downloads.label(strings.downloads.design)}
          .items=${this.downloads()}
        ></cisight-download-menu>
      </div>
      <div role="status">${this.notes(standing).map((text) => html`<p class="note">${text}</p>`)}</div>
      ${this.renderMissed()}
      <cisight-trajectory-chart
        .outcome=${outcome}
        .unit=${unit}
        .figures=${bench.figures}
      ></cisight-trajectory-chart>
      <p class="help">${strings.design.tableHelp(unit)}</p>
      <div class="scroller" tabindex="0" role="region" aria-label=${strings.design.tableLabel}>
        ${this.renderTable(standing)}
      </div>
      <p class="help">${strings.design.searched(most, beam, generations, regions)}</p>
    `;
  }

  /** The promoters, with all that the model reads of each where a design may be of another sequence than the first. */
  private get wholeRows(): PromoterRow[] {
    const { promoters, inputs } = this.bench;
    return this.outcome.row.sequences ? inputs.rows(promoters.rows) : promoters.rows;
  }

  private renderMissed() {
    const missed = missedGoals(this.outcome);
    return missed.map((missed) => html`<p class="note missed">✗ ${this.missedSentence(missed)}</p>`);
  }

  private missedSentence({ name, wanted, change, reached }: MissedGoal): string {
    if (wanted.kind !== "reach") return strings.design.missed(name, wanted.kind, change);
    const said = (value: number) => this.bench.figures.response(value);
    return strings.design.missedTarget(name, said(wanted.low), said(wanted.high), said(reached));
  }

  private renderApply(steps: number, { base, applied }: GoalProgress) {
    const isApplied = applied === steps;
    return html`<button ?disabled=${!base || isApplied} @click=${() => this.apply(steps)}>
      ${isApplied ? strings.design.applied : strings.design.apply(steps)}
    </button>`;
  }

  private renderTable({ base, applied }: GoalProgress) {
    const { columns, startResponses: start, steps, goals, missed } = this.outcome;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${strings.design.step}</th>
          <th scope="col">${strings.design.change}</th>
          ${columns.map(
            ({ name }, at) =>
              html`<th scope="col" class="value ${goals[at]?.kind ?? ""}">
                ${name}<small>${strings.design.goal[goals[at]?.kind ?? "ignore"]}</small>
              </th>`,
          )}
          <th scope="col"><span class="visually-hidden">${strings.design.tryUpTo}</span></th>
        </tr>
      </thead>
      <tbody class="numbers">
        <tr>
          <td>0</td>
          <th scope="row">${strings.design.atStart}</th>
          ${start.map((response) => html`<td class="value">${this.bench.figures.response(response)}</td>`)}
          <td></td>
        </tr>
        ${steps.map((step, at) => this.renderStep(step, at, steps[at - 1]?.responses ?? start, Boolean(base), applied))}
      </tbody>
      <tfoot class="numbers">
        <tr>
          <td></td>
          <th scope="row">${strings.design.whole}</th>
          ${start.map(
            (response, at) =>
              html`<td class="value">
                <b>${this.bench.figures.change((steps.at(-1)?.responses[at] ?? NaN) - response, 3)}</b>
                ${missed[at] ? html`<small class="missed">✗ ${strings.design.missedMark}</small>` : nothing}
              </td>`,
          )}
          <td></td>
        </tr>
      </tfoot>
    </table>`;
  }

  private renderStep(
    step: DesignChange,
    at: number,
    before: number[],
    canApply: boolean,
    applied: number | undefined,
  ) {
    const change = strings.design.mutation(position(step.position), step.from, step.to);
    const isHere = applied === at + 1;
    return html`<tr class=${isHere ? "here" : ""}>
      <td>${at + 1}</td>
      <th scope="row" class="mutation">${change}</th>
      ${step.responses.map(
        (response, column) =>
          html`<td class="value">
            ${this.bench.figures.response(response)}
            <small>(${this.bench.figures.change(response - (before[column] ?? NaN), 3)})</small>
          </td>`,
      )}
      <td>
        ${
          isHere
            ? html`<span class="applied">✓ ${strings.design.applied}</span>`
            : html`<button
                class="plain"
                aria-label=${strings.design.tryLabel(at + 1, change)}
                ?disabled=${!canApply}
                @click=${() => this.apply(at + 1)}
              >
                ${strings.design.tryUpTo}
              </button>`
        }
      </td>
    </tr>`;
  }

  private notes({ base, applied }: GoalProgress): string[] {
    const { row } = this.outcome;
    if (!base) return [strings.design.gone(row.name)];
    const { chosen } = this.bench.predictions;
    const notes = applied === undefined ? [strings.design.changed(base.name)] : [];
    const isOther = chosen && (chosen.row.origin ?? chosen.row).key !== base.key;
    return isOther ? [...notes, strings.design.otherChosen(row.name)] : notes;
  }

  private downloads() {
    const { model } = this.bench;
    if (!model) return [];
    const { effectScales } = this.bench;
    const { expectations } = this;
    const { outcomes } = designerOf(this.bench);
    const scaleOf = (column: ConditionColumn) =>
      effectScales.isPossible(column) ? effectScales.of(column) : undefined;
    const { place } = this.outcome.row;
    return [
      {
        label: strings.downloads.designTable,
        action: () => saveTable("cisight-design.tsv", designTable(outcomes, model), "tsv"),
      },
      {
        label: strings.downloads.designFasta,
        action: () => saveText("cisight-design.fasta", designFasta(outcomes)),
      },
      ...(expectations
        ? [
            {
              label: strings.downloads.designSummary,
              action: () =>
                saveTable(
                  "cisight-design-summary.tsv",
                  designSummary(outcomes, expectations, scaleOf, model),
                  "tsv",
                ),
            },
          ]
        : []),
      ...(place
        ? [
            {
              label: strings.downloads.designBed(place.contig),
              action: () => saveText("cisight-design.bed", designBed(outcomes)),
            },
          ]
        : []),
      ...figureFormats.map((format) => ({
        label: strings.downloads[format],
        action: () => void this.saveChart(format),
      })),
    ];
  }

  private async saveChart(format: FigureFormat): Promise<void> {
    const { bench, outcome } = this;
    const chart = this.renderRoot.querySelector("cisight-trajectory-chart");
    const drawing = chart?.renderRoot.querySelector("svg");
    if (!drawing || !bench.model) return;
    const { svgFile } = await import("../../tracks/svg-file");
    const { id, version } = bench.model;
    const unit = unitOfAll(outcome.columns, bench.model);
    const notes = [strings.design.tableHelp(unit), strings.track.figureModelShort(id, version)];
    const title = strings.design.figureTitle(nameWithSequence(outcome.row), outcome.steps.length);
    await saveFigure("cisight-design", svgFile(drawing, { title, notes }), format);
  }

  private apply(steps: number): void {
    designerOf(this.bench).apply(steps);
  }
}
