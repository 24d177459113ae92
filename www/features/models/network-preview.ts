import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MadeNetwork } from "../../engine/files-api";
import { shared } from "../../style/shared";
import { ruledTableStyle } from "../../ui/ruled-table-style";
import { networks as texts } from "./network-strings";

/** What a network predicts for the visitor's sequences before it is added, and whether that is as expected. */
@customElement("cisight-network-preview")
export class NetworkPreviewElement extends LitElement {
  static override styles = [
    shared,
    ruledTableStyle,
    css`
      :host {
        display: block;
      }
      .wide {
        margin-top: 0.25rem;
      }
      th .help {
        display: block;
        min-width: 6rem;
        font-weight: 400;
      }
      td {
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) made!: MadeNetwork;

  override render() {
    const { checked, preview } = this.made;
    return html`${checked ? html`<p>${texts.asExpected(checked.count, checked.most)}</p>` : nothing}
    ${preview.length ? this.renderTable() : checked ? nothing : html`<p>${texts.noPreview}</p>`}`;
  }

  private renderTable() {
    const { outputs, preview } = this.made;
    return html`<h3 id="previewed">${texts.previewed}</h3>
      <div class="wide" role="region" aria-labelledby="previewed" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${texts.promoter}</th>
              ${outputs.map(
                ([name, unit]) => html`<th scope="col">${name} <span class="help">${unit}</span></th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${preview.map(
              ({ promoter, values }) =>
                html`<tr>
                  <th scope="row">${promoter}</th>
                  ${[...values].map((value) => html`<td>${value.toPrecision(4).replaceAll("-", "\u2212")}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}
