import { html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { signed } from "../../strings/format";
import { contributionsTable } from "../downloads/export-tfs";
import { bySize, type Contributions } from "./tf-results";
import { compare } from "./tf-search";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "./tf-bars";
import type { Bar, TfBarsElement } from "./tf-bars";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import { tfStyle } from "./tf-style";
import "./tf-table";

const text = strings.tfs.contributions;
const most = 15;
type Sort = keyof typeof text.sorts;
const sorts = Object.keys(text.sorts) as Sort[];

/** What each TF contributes to the chosen response. */
@customElement("cisight-tf-contributions")
export class TfContributionsElement extends TfElement {
  static override styles = [shared, tfStyle];

  @state() private sort: Sort = "contribution";
  @state() private all = false;
  @query("cisight-tf-bars") private bars!: TfBarsElement;

  override render() {
    const { contributions } = this.analysis;
    const { result } = contributions;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${result ? this.renderDownloads(result) : nothing}
      </div>
      <p class="help">${text.help}</p>
      ${this.renderProgress(contributions, text, result ? this.summary(result) : "")}
      ${result ? this.renderResult(result) : html`<div class="space"></div>`}
    `;
  }

  private renderResult(result: Contributions) {
    const { model } = this.bench;
    const open = (event: CustomEvent<number>) => this.analysis.levels.open(event.detail);
    const number = result.answer.tfs.length;
    return html`
      <div class="tools">
        ${
          this.all
            ? nothing
            : html`<label
                >${strings.tfs.sort}
                <div>
                  <select
                    @change=${(event: Event) =>
                      (this.sort =
                        sorts[(event.target as HTMLSelectElement).selectedIndex] ?? "contribution")}
                  >
                    ${sorts.map((sort) => html`<option .selected=${sort === this.sort}>${text.sorts[sort]}</option>`)}
                  </select>
                </div></label
              >`
        }
        <button aria-pressed=${this.all} @click=${() => (this.all = !this.all)}>
          ${strings.tfs.showAll(number)}
        </button>
      </div>
      ${
        this.all
          ? guard(
              [result],
              () =>
                html`<cisight-tf-table
                  .label=${this.heading(result)}
                  .order=${bySize(result.answer.tfs)}
                  .tfs=${model?.tfs ?? []}
                  .most=${Infinity}
                  .columns=${columnsOf(result)}
                  @open-tf=${open}
                ></cisight-tf-table>`,
            )
          : guard(
              [result, this.sort],
              () =>
                html`<cisight-tf-bars
                  .bars=${this.barsOf(result)}
                  .label=${text.chart(most)}
                  .axis=${text.axis(this.unit)}
                  .detailName=${text.detail}
                  @open-tf=${open}
                ></cisight-tf-bars>`,
            )
      }
      ${this.all ? nothing : html`<p class="help numbers">${restOf(result)}</p>`}
    `;
  }

  private barsOf({ answer, column, reference }: Contributions): Bar[] {
    const bars = bySize(answer.tfs, most).map((tf) => {
      const [name, value] = [this.nameOf(tf), answer.tfs[tf] ?? NaN];
      const levels: [string, string] = [
        signed(column.values[tf] ?? NaN),
        signed(reference.values[tf] ?? NaN),
      ];
      const label = text.bar(name, signed(value, 3), ...levels);
      return { tf, name, value, detail: text.levels(...levels), label };
    });
    const level = (tf: number) => column.values[tf] ?? 0;
    const orders: Record<Sort, (a: Bar, b: Bar) => number> = {
      contribution: (a, b) => b.value - a.value,
      name: (a, b) => compare(a.name, b.name),
      level: (a, b) => level(b.tf) - level(a.tf),
    };
    return bars.sort(orders[this.sort]);
  }

  private renderDownloads(result: Contributions) {
    const { model } = this.bench;
    if (!model) return nothing;
    const caption = {
      title: this.heading(result),
      notes: [this.summary(result), restOf(result), strings.tfs.model(model.id, model.version)],
    };
    const chart = () => ({ drawing: this.bars.drawing as SVGSVGElement, caption });
    return html`<cisight-table-downloads
      .what=${text.file}
      .file=${"cisight-tf-contributions"}
      .table=${contributionsTable(result, model)}
      .chart=${this.all ? undefined : chart}
    ></cisight-table-downloads>`;
  }

  private heading({ row, column, reference }: Contributions): string {
    return text.chartOf(row.name, column.name, reference.name);
  }

  private summary({ answer, reference }: Contributions): string {
    const { figures } = this.bench;
    const [here, there] = [answer.response, answer.reference].map((value) => figures.response(value, 3));
    const difference = figures.change(answer.response - answer.reference, 3);
    const error = answer.completenessError.toExponential(0);
    return `${text.sum(here!, there!, reference.name)}: ${text.difference(difference, figures.change(sum(answer.tfs), 3), error)}`;
  }
}

function columnsOf({ answer, column, reference }: Contributions) {
  const { columns } = strings.tfs;
  return [
    {
      name: columns.contribution,
      help: columns.contributionHelp,
      values: answer.tfs,
      digits: 3,
      bar: true,
    },
    { name: columns.level, help: columns.levelHelp, values: column.values },
    { name: columns.referenceLevel, help: columns.referenceLevelHelp, values: reference.values },
  ];
}

function restOf({ answer }: Contributions): string {
  const top = bySize(answer.tfs, most).map((tf) => answer.tfs[tf] ?? 0);
  const rest = answer.tfs.length - top.length;
  return text.rest(rest, signed(sum(answer.tfs) - sum(top), 3));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
