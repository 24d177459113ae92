import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { GrammarElement } from "./grammar-element";
import "./cluster-table";
import "./kernel-list";
import "./kernel-places";
import "./kernel-table";
import "./pair-table";

/** The features behind the chosen value, and the grammar of all of them. */
@customElement("cisight-grammar-panel")
export class GrammarPanelElement extends GrammarElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 1.25rem;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: 1.5rem 2rem;
        align-items: start;
      }
    `,
  ];

  override render() {
    const { bench } = this;
    if (!bench.predictions.chosen) return html`<p class="help">${strings.grammar.waiting}</p>`;
    return html`
      <div class="columns">
        <cisight-kernel-table .bench=${bench}></cisight-kernel-table>
        <cisight-kernel-places .bench=${bench}></cisight-kernel-places>
      </div>
      <cisight-feature-clusters .bench=${bench}></cisight-feature-clusters>
      <div class="columns">
        <cisight-kernel-list .bench=${bench}></cisight-kernel-list>
        <cisight-kernel-pairs .bench=${bench}></cisight-kernel-pairs>
      </div>
    `;
  }
}
