import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { some } from "../../strings/words";
import { strings } from "../../strings/index";
import { decimal, tableLines, type TableFormat } from "../downloads/export-table";
import "../downloads/table-downloads";
import { tfStyle } from "../tfs/tf-style";
import { tfTableStyle } from "../tfs/tf-table-style";
import "../../ui/progress";
import type { Cluster } from "./clusters";
import { mostClustered } from "./grammar";
import { GrammarElement } from "./grammar-element";
import { grammarStyle } from "./grammar-style";

const text = strings.grammar.clusters;
const mostClusters = 12;
const mostNamed = 8;

/** The promoters of the map in clusters, with the expression of each. */
@customElement("cisight-feature-clusters")
export class FeatureClustersElement extends GrammarElement {
  static override styles = [shared, tfStyle, tfTableStyle, grammarStyle];

  override render() {
    const rows = this.bench.predictions.grid?.rows.length ?? 0;
    return html`<h3>${text.title}</h3>
      <p class="help">${text.help}</p>
      ${
        rows < 2
          ? html`<p class="line">${text.few}</p>`
          : rows > mostClustered
            ? html`<p class="line">${text.many(mostClustered)}</p>`
            : this.renderClusters(rows)
      }`;
  }

  private renderClusters(rows: number) {
    const { clusters, wanted } = this.grammar;
    const { result } = clusters;
    return html`<div class="tools">
        <label
          >${text.wanted}
          <div>
            <input
              type="number"
              min="2"
              max=${Math.min(mostClusters, rows)}
              .value=${String(Math.min(wanted, rows))}
              @change=${this.onCount}
            /></div
        ></label>
        ${
          result
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-clusters"}
                .table=${(format: TableFormat) => [lines(result, format)]}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <cisight-progress
        .progress=${clusters.progress}
        .running=${text.running}
        .cancelled=${text.cancelled}
        .again=${text.again}
        @cancel=${() => clusters.cancel()}
        @again=${() => clusters.again()}
      ></cisight-progress>
      ${result ? this.renderTable(result) : nothing}`;
  }

  private renderTable(clusters: readonly Cluster[]) {
    const { columns } = text;
    const { figures } = this.bench;
    return html`<div class="scroller" role="region" aria-label=${text.table} tabindex="0">
      <table aria-label=${text.table}>
        <thead>
          <tr>
            <th scope="col">${columns.cluster}</th>
            <th scope="col">${columns.mean}</th>
            <th scope="col">${columns.deviation}</th>
            <th scope="col" class="text">${columns.promoters}</th>
            <th scope="col" class="text">${columns.features}</th>
          </tr>
        </thead>
        <tbody>
          ${clusters.map(
            ({ promoters, mean, deviation, features }, at) =>
              html`<tr>
                <th scope="row">${at + 1}</th>
                <td class="numbers">${figures.response(mean)}</td>
                <td class="numbers">${deviation.toFixed(2)}</td>
                <td class="text">
                  ${promoters.length}:
                  ${some(
                    promoters.map(({ name }) => name),
                    mostNamed,
                  )}
                </td>
                <td class="text">${features.map(({ name, by }) => text.feature(name, by)).join(", ")}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private readonly onCount = (event: Event) => {
    const field = event.target as HTMLInputElement;
    const typed = Math.round(field.valueAsNumber);
    if (typed >= 2 && typed <= Number(field.max)) this.grammar.want(typed);
    else field.value = String(this.grammar.wanted);
  };
}

function lines(clusters: readonly Cluster[], format: TableFormat): string {
  const rows = clusters.flatMap(({ promoters, mean, deviation }, at) =>
    promoters.map(({ name }) => [name, String(at + 1), decimal(mean), decimal(deviation)]),
  );
  return tableLines([["promoter", "cluster", "mean_response", "sd_response"], ...rows], format);
}
