import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { tableLines, type TableFormat } from "../downloads/export-table";
import "../downloads/table-downloads";
import { tfStyle } from "../tfs/tf-style";
import { tfTableStyle } from "../tfs/tf-table-style";
import { distanceChart } from "./distance-chart";
import { GrammarElement } from "./grammar-element";
import type { GrammarFile, KernelPair } from "./grammar-file";
import { grammarStyle } from "./grammar-style";

const text = strings.grammar.pairs;

/** Pairs of kernels that keep company, and the distances of the chosen one. */
@customElement("cisight-kernel-pairs")
export class KernelPairsElement extends GrammarElement {
  static override styles = [shared, tfStyle, tfTableStyle, grammarStyle];

  override render() {
    const { result } = this.grammar.file;
    if (!result) return nothing;
    return html`<div class="title">
        <h3>${text.title}</h3>
        <cisight-table-downloads
          .what=${text.file}
          .file=${"cisight-kernel-pairs"}
          .table=${(format: TableFormat) => [lines(result, format)]}
        ></cisight-table-downloads>
      </div>
      <p class="help">${text.help(result.promoters)}</p>
      ${result.pairs.length ? this.renderTable(result) : html`<p class="line">${text.none}</p>`}
      ${this.renderDistances()}`;
  }

  private renderTable({ pairs }: GrammarFile) {
    const { columns } = text;
    return html`<div class="scroller pairs" role="region" aria-label=${text.table} tabindex="0">
      <table aria-label=${text.table}>
        <thead>
          <tr>
            <th scope="col">${columns.pair}</th>
            <th scope="col" title=${columns.bothHelp}>${columns.both}</th>
            <th scope="col">${columns.odds}</th>
            <th scope="col" title=${columns.qHelp}>${columns.q}</th>
            <th scope="col" title=${columns.distanceHelp}>${columns.distance}</th>
            <th scope="col">${columns.distanceQ}</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.map((pair) => this.renderPair(pair))}
        </tbody>
      </table>
    </div>`;
  }

  private renderPair(pair: KernelPair) {
    const { spacing } = pair;
    const name = text.name(pair.first, pair.second);
    const isChosen = this.grammar.chosenPair === pair;
    const [distance = 0, chance = 0] = spacing?.distance ?? [];
    return html`<tr class=${isChosen ? "chosen" : ""}>
      <th scope="row">
        ${
          spacing
            ? html`<button
                class="plain"
                aria-pressed=${isChosen}
                aria-label=${text.choose(name)}
                @click=${() => this.grammar.choosePair(pair)}
              >
                ${name}
              </button>`
            : name
        }
      </th>
      <td class="numbers">${text.both(pair.withBoth, pair.expected)}</td>
      <td class="numbers">${pair.oddsRatio.toFixed(2)}</td>
      <td class="numbers">${text.q(pair.qValue)}</td>
      <td class="numbers">${spacing ? text.distance(distance, chance) : text.noDistance}</td>
      <td class="numbers">${spacing ? text.q(spacing.qValue) : ""}</td>
    </tr>`;
  }

  private renderDistances() {
    const { chosenPair } = this.grammar;
    const { spacing } = chosenPair ?? {};
    if (!chosenPair || !spacing) return nothing;
    const name = text.name(chosenPair.first, chosenPair.second);
    const [distance = 0, chance = 0] = spacing.distance;
    return html`<h3>${text.chart(name)}</h3>
      ${distanceChart(spacing)}
      <p class="line numbers" role="status">
        ${text.summary(name, distance, chance, spacing.firstUpstream[0] ?? 0)}
      </p>
      <p class="help">${text.chartHelp}</p>`;
  }
}

function lines({ pairs }: GrammarFile, format: TableFormat): string {
  const header = ["first", "second", "promoters", "with_first", "with_second", "with_both", "expected"];
  header.push("odds_ratio", "q_value", "distance", "distance_by_chance", "distance_q_value");
  const rows = pairs.map((pair) => [
    pair.first,
    pair.second,
    ...[pair.promoters, pair.withFirst, pair.withSecond, pair.withBoth].map(String),
    pair.expected.toFixed(1),
    pair.oddsRatio.toFixed(3),
    String(pair.qValue),
    ...(pair.spacing ? [...pair.spacing.distance, pair.spacing.qValue].map(String) : ["", "", ""]),
  ]);
  return tableLines([header, ...rows], format);
}
