import { html, nothing } from "lit";
import { customElement, query } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { networkTable } from "../downloads/export-tfs";
import { mostNetworkPromoters } from "./tf-analysis";
import type { Ranking } from "./tf-results";
import { shared } from "../../style/shared";
import { strongestNetwork } from "../../tracks/network-layout";
import { strings } from "../../strings/index";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import "./tf-network-chart";
import type { TfNetworkChartElement } from "./tf-network-chart";
import { tfStyle } from "./tf-style";
import "./tf-table";

const text = strings.tfs.network;
const mostTfs = 12;

/** The chosen promoter among others of the map, and the TFs that contribute most to any of them. */
@customElement("cisight-tf-network")
export class TfNetworkElement extends TfElement {
  static override styles = [shared, tfStyle];

  @query("cisight-tf-network-chart") private chart!: TfNetworkChartElement;

  override render() {
    const { network } = this.analysis;
    const { result } = network;
    const all = this.bench.predictions.grid?.rows.length ?? 0;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${result ? this.renderDownloads(result) : nothing}
      </div>
      <p class="help">${text.help}</p>
      ${this.renderProgress(network, text, all > mostNetworkPromoters ? text.fewer(result?.rows.length ?? 0, all) : "")}
      ${result ? guard([result], () => this.renderResult(result)) : html`<div class="space"></div>`}
    `;
  }

  private renderResult(result: Ranking) {
    const { rows, answer } = result;
    const { tfs = [] } = this.bench.model ?? {};
    const network = strongestNetwork(answer.contributions, rows.length, mostTfs);
    const open = (event: CustomEvent<number>) => this.analysis.levels.open(event.detail);
    return html`<cisight-tf-network-chart
        .network=${network}
        .tfNames=${tfs.map(({ name }) => name)}
        .promoters=${rows.map(({ name }) => name)}
        @open-tf=${open}
        @choose-promoter=${(event: CustomEvent<number>) => this.choose(rows[event.detail]?.key)}
      ></cisight-tf-network-chart>
      <details>
        <summary>${text.asTable}</summary>
        <cisight-tf-table
          .label=${text.table}
          .order=${network.tfs}
          .most=${mostTfs}
          .tfs=${tfs}
          .columns=${rows.map(({ name }, at) => ({
            name,
            help: strings.tfs.columns.contributionHelp,
            values: answer.contributions.subarray(at * tfs.length, (at + 1) * tfs.length),
            digits: 3,
          }))}
          @open-tf=${open}
        ></cisight-tf-table>
      </details>`;
  }

  private renderDownloads(result: Ranking) {
    const { model } = this.bench;
    if (!model) return nothing;
    const { column, reference } = result;
    const caption = {
      title: text.fileTitle(column.name, reference.name),
      notes: [text.fileNote(this.unit), strings.tfs.model(model.id, model.version)],
    };
    return html`<cisight-table-downloads
      .what=${text.file}
      .file=${"cisight-tf-network"}
      .table=${networkTable(result, model)}
      .chart=${() => ({ drawing: this.chart.drawing as SVGSVGElement, caption })}
    ></cisight-table-downloads>`;
  }

  private choose(key: string | undefined): void {
    const { predictions } = this.bench;
    const row = predictions.grid?.rows.findIndex((row) => row.key === key) ?? -1;
    if (row >= 0) predictions.select({ ...predictions.cell, row });
  }
}
