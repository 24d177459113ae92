import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { rankingTable } from "../downloads/export-tfs";
import type { Ranking } from "./tf-results";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import { tfStyle } from "./tf-style";
import "./tf-table";

const text = strings.tfs.ranking;

/** Which TFs drive the chosen condition over every promoter of the map. */
@customElement("cisight-tf-ranking")
export class TfRankingElement extends TfElement {
  static override styles = [shared, tfStyle];

  override render() {
    const { ranking, rankingIsCurrent } = this.analysis;
    const { model, predictions } = this.bench;
    const { result, progress } = ranking;
    const { grid, chosen } = predictions;
    const promoters = grid?.rows.length ?? 0;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${
          result && model
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-tf-ranking"}
                .table=${rankingTable(result, model)}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <p class="help">${text.help(promoters, chosen?.column.name ?? "")}</p>
      ${this.renderProgress(ranking, text, result ? this.summary(result) : "", () => this.analysis.rank())}
      ${
        progress.state === "idle" && !rankingIsCurrent && promoters
          ? html`<p class="tools">
              <button @click=${() => this.analysis.rank()}>${text.start(promoters)}</button>
              ${result ? html`<span class="help">${text.outdated}</span>` : nothing}
            </p>`
          : nothing
      }
      ${result ? guard([result], () => this.renderTable(result)) : nothing}
    `;
  }

  private renderTable({ answer, column, reference }: Ranking) {
    const { columns } = strings.tfs;
    // The answer is in the order of the ranking; a table looks values up by TF.
    const byTf = (ranked: Float32Array) => {
      const values = new Float32Array(ranked.length);
      answer.tfs.forEach((tf, at) => (values[tf] = ranked[at] ?? NaN));
      return values;
    };
    return html`<cisight-tf-table
      .label=${text.table}
      .order=${[...answer.tfs]}
      .tfs=${this.bench.model?.tfs ?? []}
      .columns=${[
        { name: columns.mean, help: columns.meanHelp, values: byTf(answer.means), digits: 3, bar: true },
        {
          name: columns.size,
          help: columns.sizeHelp,
          values: byTf(answer.sizes),
          digits: 3,
          isSize: true,
        },
        {
          name: columns.spread,
          help: columns.spreadHelp,
          values: byTf(answer.deviations),
          digits: 3,
          isSize: true,
        },
        { name: columns.level, help: columns.levelHelp, values: column.values },
        { name: columns.referenceLevel, help: columns.referenceLevelHelp, values: reference.values },
      ]}
      @open-tf=${(event: CustomEvent<number>) => this.analysis.levels.open(event.detail)}
    ></cisight-tf-table>`;
  }

  private summary({ rows, column, reference, answer }: Ranking): string {
    return text.summary(rows.length, column.name, reference.name, answer.largestError.toExponential(0));
  }
}
