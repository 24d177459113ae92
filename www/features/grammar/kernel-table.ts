import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { FeatureShare } from "../../engine/messages";
import { shared } from "../../style/shared";
import { signed } from "../../strings/format";
import { strings } from "../../strings/index";
import { decimal, modelName, tableLines, type TableFormat } from "../downloads/export-table";
import "../downloads/table-downloads";
import { bySize, type FamilySum } from "../families/families";
import { tfStyle } from "../tfs/tf-style";
import { tfTableStyle } from "../tfs/tf-table-style";
import "../../ui/progress";
import { signedBar } from "../../ui/signed-bar";
import { GrammarElement } from "./grammar-element";
import { grammarStyle } from "./grammar-style";
import { logo } from "./logo";

const text = strings.grammar.terms;
const most = 12;
const logoHeight = 26;

/** What each kernel adds to the chosen response: a line a kernel, all of them and the shared term the response itself. */
@customElement("cisight-kernel-table")
export class KernelTableElement extends GrammarElement {
  static override styles = [shared, tfStyle, tfTableStyle, grammarStyle];

  @state() private all = false;

  override render() {
    const { sum } = this.terms;
    const { result } = sum;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${
          result
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-features"}
                .table=${(format: TableFormat) => [this.lines(result, format)]}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <p class="help">${text.help}</p>
      <cisight-progress
        .progress=${sum.progress}
        .running=${text.running}
        .cancelled=${text.cancelled}
        .again=${text.again}
        .idle=${result ? this.summary(result) : ""}
        @cancel=${() => sum.cancel()}
        @again=${() => sum.again()}
      ></cisight-progress>
      ${result ? this.renderTable(result) : nothing}
    `;
  }

  private renderTable({ answer }: FamilySum) {
    const ranked = bySize(answer.features);
    const { chosen } = this.terms;
    const shown = ranked.filter((feature, at) => this.all || at < most || feature === chosen);
    const largest = Math.abs(ranked[0]?.contribution ?? 0) || 1;
    const { columns } = text;
    return html`<div class="scroller" role="region" aria-label=${text.table} tabindex="0">
        <table aria-label=${text.table}>
          <thead>
            <tr>
              <th scope="col">${columns.kernel}</th>
              <th scope="col">${columns.motif}</th>
              <th scope="col" title=${columns.addsHelp}>${columns.adds}</th>
              <th scope="col" title=${columns.valueHelp}>${columns.value}</th>
              <th scope="col" title=${columns.weightHelp}>${columns.weight}</th>
              <th scope="col" title=${columns.placesHelp}>${columns.places}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((feature) => this.renderRow(feature, largest, feature === chosen))}
          </tbody>
        </table>
      </div>
      <div class="tools">
        <button aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>
          ${this.all ? text.showTop(most) : text.showAll(ranked.length)}
        </button>
      </div>`;
  }

  private renderRow(feature: FeatureShare, largest: number, isChosen: boolean) {
    const { name, contribution, value, weight, sites } = feature;
    const kernel = this.grammar.kernelOf(name);
    return html`<tr class=${isChosen ? "chosen" : ""}>
      <th scope="row">
        <button
          class="plain"
          aria-pressed=${isChosen}
          aria-label=${text.choose(name, signed(contribution, 3), sites.length)}
          @click=${() => this.terms.choose(name)}
        >
          ${name}
        </button>
      </th>
      <td>
        ${
          kernel
            ? html`${logo(kernel.probabilities, logoHeight)}<span class="visually-hidden"
                  >${text.looksFor(kernel.consensus)}</span
                >`
            : nothing
        }
      </td>
      <td class="numbers">${signedBar(signed(contribution, 3), contribution, largest)}</td>
      <td class="numbers">${value.toPrecision(3)}</td>
      <td class="numbers">${signed(weight, 3)}</td>
      <td class="numbers">${sites.length || text.noPlaces}</td>
    </tr>`;
  }

  private summary({ answer }: FamilySum): string {
    const { figures } = this.bench;
    const { response, shared: common, features } = answer;
    const sum = features.reduce((total, { contribution }) => total + contribution, 0);
    const difference = Math.abs(response - common - sum).toExponential(0);
    return text.sum(
      figures.response(response, 3),
      figures.change(common, 3),
      features.length,
      figures.change(sum, 3),
      difference,
    );
  }

  private lines({ row, answer }: FamilySum, format: TableFormat): string {
    const { model } = this.bench;
    const header = [
      "promoter",
      "feature",
      "value",
      "weight",
      "contribution",
      "best_places",
      "consensus",
      "model",
    ];
    const rows = answer.features.map(({ name, value, weight, contribution, sites }) => [
      row.name,
      name,
      ...[value, weight, contribution].map(decimal),
      String(sites.length),
      this.grammar.kernelOf(name)?.consensus ?? "",
      model ? modelName(model) : "",
    ]);
    return tableLines([header, ...rows], format);
  }
}
