import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { unitOf } from "../map/columns";
import { customElement } from "lit/decorators.js";
import type { ModelDescription } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { shortUnit } from "../../strings/format";
import { variantTable } from "../downloads/export-variants";
import { strainGene, strainTable } from "./strain-example";
import { exampleChanges, exampleTable } from "./variant-example";
import { variantCallsOf } from "./calls";
import { judged, type VariantScores } from "./variants";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { BenchElement } from "../../app/bench-element";
import "../inputs/sequence-choice";
import "../../ui/progress";
import "../downloads/table-downloads";
import "../../ui/text-field";
import "./calls-panel";
import "../uncertainty/effect-scale-element";
import "./variant-list";

/** Many variants at once: what each changes in the response, beside its reference. */
@customElement("cisight-variants-panel")
export class VariantsPanelElement extends BenchElement {
  static override styles = [
    shared,
    css`
      cisight-text-field {
        margin-top: 0.5rem;
      }
      .examples {
        min-height: 1.75rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1rem;
        margin-top: 0.25rem;
      }
      .head .help {
        flex: 1 1 16rem;
      }
    `,
  ];

  protected override follows({ frame, predictions, conditions, variants, effectScales }: Workbench) {
    return [frame, predictions, conditions, variants, effectScales];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.bench.variants.setVisible(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.bench.variants.setVisible(false);
  }

  override render() {
    const { variants, model, predictions } = this.bench;
    const { task, text } = variants;
    const { column } = predictions.chosen ?? {};
    const output = model?.outputs[column?.output ?? 0]?.name ?? "";
    const scores = task.result;
    const reads = model && readsOf(model, predictions.sequence);
    return html`
      <h3>${strings.variants.title}</h3>
      <p class="help">${strings.variants.help(output, unitOf(column, model))}</p>
      <cisight-sequence-choice .bench=${this.bench}></cisight-sequence-choice>
      <cisight-text-field
        .label=${strings.variants.label}
        .help=${strings.variants.fieldHelp(predictions.chosen?.row.name ?? "", reads?.anchor ?? "", reads?.upstream ?? 50)}
        .placeholder=${strings.variants.placeholder}
        accept=".tsv,.txt,.tab,.vcf,.gz,text/plain,text/tab-separated-values"
        .rows=${6}
        .value=${text}
        .messages=${variants.messages}
        @text=${(event: CustomEvent<string>) => variants.setText(event.detail)}
        @file=${this.onFile}
      ></cisight-text-field>
      <p class="examples">${text ? this.renderBinding() : this.renderExamples()}</p>
      <cisight-progress
        .progress=${task.progress}
        .running=${strings.variants.running}
        .cancelled=${strings.variants.cancelled}
        .again=${strings.variants.again}
        .idle=${scores ? this.summary(scores) : ""}
        @cancel=${() => task.cancel()}
        @again=${() => task.again()}
      ></cisight-progress>
      ${scores?.variants.length ? this.renderScores(scores) : nothing}
      <cisight-variant-calls .bench=${this.bench}></cisight-variant-calls>
    `;
  }

  /** Variant calls are read in another way than a list. */
  private readonly onFile = (event: CustomEvent<File>) => {
    if (!/\.vcf(\.b?gz)?$/i.test(event.detail.name)) return;
    event.preventDefault();
    variantCallsOf(this.bench).set({ file: event.detail });
  };

  /** The list stays that of the promoter it was written for, whichever is looked at. */
  private renderBinding() {
    const { predictions, variants } = this.bench;
    const { elsewhere } = variants;
    const chosen = predictions.chosen?.row.name;
    if (elsewhere === undefined || chosen === undefined) return nothing;
    return html`<span class="help">${strings.variants.writtenFor(elsewhere)}</span>
      <button class="plain" @click=${() => variants.rebind()}>${strings.variants.takeFor(chosen)}</button>`;
  }

  /** Of the promoter that is looked at, once it is known what its mutations do. */
  private renderExamples() {
    const { model } = this.bench;
    if (!model) return nothing;
    return html`${this.renderMutants(model)} ${readsYeast(model) ? this.renderStrains() : nothing}`;
  }

  private renderStrains() {
    const { exampleStrains, exampleStrainsHelp, strainAllele } = strings.variants;
    return html`<button
      class="plain"
      title=${exampleStrainsHelp}
      @click=${() => this.bench.variants.setText(strainTable(strainAllele))}
    >
      ${exampleStrains(strainGene)}
    </button>`;
  }

  private renderMutants(model: ModelDescription) {
    const { predictions, variants } = this.bench;
    const { track } = predictions;
    if (!track?.isComplete || track.row !== predictions.lookedAt) return nothing;
    const { downstream } = readsOf(model, track.row.input);
    return html`<button
        class="plain"
        @click=${() => variants.setText(exampleChanges(track, downstream).join("\n"))}
      >
        ${strings.variants.example(track.row.name)}
      </button>
      <button class="plain" @click=${() => variants.setText(exampleTable(track, downstream))}>
        ${strings.variants.exampleTable}
      </button>`;
  }

  private renderScores(scores: VariantScores) {
    const { model, effectScales } = this.bench;
    const unit = unitOf(scores.column, model);
    const scale = effectScales.of(scores.column);
    const variants = judged(scores, scale, model);
    return html`<div class="head">
        <p class="help">${strings.variants.columnsHelp(shortUnit(unit))}</p>
        <cisight-table-downloads
          .what=${strings.variants.download}
          file="cisight-variants"
          .table=${(format: "tsv" | "csv") => variantTable({ ...scores, variants }, format)}
        ></cisight-table-downloads>
      </div>
      <cisight-effect-scale .bench=${this.bench} .column=${scores.column}></cisight-effect-scale>
      <cisight-variant-list
        .rows=${variants}
        .figures=${this.bench.figures}
        ?hasPercentiles=${effectScales.isPossible(scores.column)}
      ></cisight-variant-list>`;
  }

  private summary({ variants, row, column }: VariantScores): string {
    return strings.variants.summary(variants.length, row?.name ?? "", column.isResponse ? "" : column.name);
  }
}

/** Whether a model reads what lies before yeast genes, and nothing else. */
function readsYeast(model: ModelDescription): boolean {
  const { upstream, downstream, anchor, frame } = readsOf(model);
  const isPromoter = upstream >= 500 && downstream === 0 && !frame && /start codon/i.test(anchor);
  return isPromoter && model.inputs.length === 1 && /cerevisiae/i.test(model.species);
}
