import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ModelDescription } from "../../engine/messages";
import { signed } from "../../strings/format";
import type { TableReport } from "../conditions/conditions";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

/** How the rows of a TF table were matched with the model's TFs: what was renamed, what is missing, what is not known. */
@customElement("cisight-tf-report")
export class TfReportElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        margin-top: 0.375rem;
        font-size: 0.8125rem;
      }
      summary {
        font-weight: 400;
        color: var(--accent);
      }
      .scroller {
        max-height: 16rem;
        overflow: auto;
        margin-top: 0.25rem;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.75rem;
      }
      th,
      td {
        text-align: start;
        vertical-align: top;
        padding: 0.1875rem 0.5rem 0.1875rem 0;
        border-block-end: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      th {
        font-weight: 600;
        position: sticky;
        top: 0;
        background: var(--surface);
      }
      .none {
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) report!: TableReport;
  @property({ attribute: false }) model!: ModelDescription;

  override render() {
    const { matched, renamed, missing, unknown } = this.report;
    const texts = strings.tfReport;
    const rows = [
      ...unknown.map((name) => [name, texts.none, texts.unknown]),
      ...renamed.map(([from, to]) => [from, to, texts.renamed]),
      ...missing.map((name) => [texts.none, name, texts.missing(this.meanOf(name), texts.levelUnit)]),
    ];
    return html`<details>
      <summary>${texts.title(matched, renamed.length, missing.length, unknown.length)}</summary>
      <p class="help">${texts.plain(matched - renamed.length)}</p>
      ${
        rows.length
          ? html`<div class="scroller" tabindex="0" role="region" aria-label=${texts.label}>
              <table>
                <thead>
                  <tr>
                    ${[texts.inTable, texts.inModel, texts.use].map((name) => html`<th scope="col">${name}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    (row) =>
                      html`<tr>
                        ${row.map((text) => html`<td class=${text === texts.none ? "none" : ""}>${text}</td>`)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
          : ""
      }
    </details>`;
  }

  private meanOf(name: string): string {
    const { tfs, tfMeans } = this.model;
    const at = tfs.findIndex((tf) => tf.name === name || tf.id === name);
    return signed(tfMeans[at] ?? 0);
  }
}
