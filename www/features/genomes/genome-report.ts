import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { GenomeReport } from "../../engine/files-api";
import type { KeptGenome } from "../../store/database";
import { shared } from "../../style/shared";
import { noted } from "../../state/message";
import { strings } from "../../strings/index";
import { exampleText } from "../../strings/notes";
import { dialogStyle } from "../../app/dialog-style";

/** What was found in a genome, and what can be done with it ("use", "save"). */
@customElement("cisight-genome-report")
export class GenomeReportElement extends LitElement {
  static override styles = [shared, dialogStyle];

  @property({ attribute: false }) genome!: KeptGenome;
  @property() problem = "";

  override render() {
    const { report, length, downstream = 0, further = [] } = this.genome;
    return html`<div class="result">
      <h3>${strings.genomes.report}</h3>
      <p class="numbers">
        ${
          report.genes
            ? html`<b
                >${strings.genomes.summary(report.genes, report.full, length + downstream, report.short)}</b
              >`
            : strings.genomes.nothing
        }
        ${further.map((cut) => strings.genomes.further(cut.genes, [cut.length, cut.downstream ?? 0], cut.anchor))}
        ${strings.genomes.genome(report.contigs, report.bases)}
      </p>
      ${
        report.notes.length
          ? html`<ul class="notes numbers">
              ${report.notes.map(renderNote)}
            </ul>`
          : nothing
      }
      ${report.genes ? this.renderActions() : nothing}
    </div>`;
  }

  private renderActions() {
    const tell = (name: string) => () => this.dispatchEvent(new CustomEvent(name));
    return html`<div class="actions">
        <button class="primary" @click=${tell("use")}>${strings.genomes.useIt}</button>
        <button @click=${tell("save")}>${strings.genomes.download}</button>
      </div>
      <p class="help">${this.problem || strings.genomes.kept}</p>`;
  }
}

function renderNote(own: GenomeReport["notes"][number]) {
  const { count, examples } = own.parameters;
  return html`<li>
    ${noted(own).message}${
      examples.length
        ? html`<span class="help"
            >${" "}(${strings.genomes.examples(examples.map(exampleText), count)})</span
          >`
        : nothing
    }
  </li>`;
}
