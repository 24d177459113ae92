import { css, html, type LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { hasTerms } from "../families/families";
import "../families/family-detail";
import "../families/family-table";
import "../families/term-map-view";
import "./tf-contributions";
import "./tf-effects";
import { TfElement } from "./tf-element";
import "./tf-levels-view";
import "./tf-network";
import "./tf-pairs";
import "./tf-ranking";
import { tfStyle } from "./tf-style";

/** The TFs behind the chosen value: what it rests on, and what would change it. */
@customElement("cisight-tf-panel")
export class TfPanelElement extends TfElement {
  static override styles = [
    shared,
    tfStyle,
    css`
      :host {
        display: grid;
        gap: 1.25rem;
      }
      .limits {
        background: var(--warn-soft);
        border-radius: var(--radius);
        padding: 0.5rem 0.75rem;
        font-size: 0.8125rem;
      }
      .limits li {
        margin-top: 0.25rem;
        padding-inline-start: 0.75rem;
        text-indent: -0.75rem;
      }
      .limits li::before {
        content: "– ";
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: 1.5rem 2rem;
        align-items: start;
      }
      .columns > div {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.5rem;
      }
    `,
  ];
  private leave: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.leave = this.analysis.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave?.();
  }

  override render() {
    const { bench } = this;
    const { model, predictions, about } = bench;
    const limits = about?.limits ?? [];
    if (model && !model.capabilities.tfLevels) return html`<p class="help">${strings.tfs.none}</p>`;
    if (!predictions.chosen) return html`<p class="help">${strings.tfs.waiting}</p>`;
    return html`
      <div class="limits">
        <h3>${strings.tfs.limitsTitle}</h3>
        <ul>
          ${[strings.tfs.limit, ...(limits.length ? limits : [strings.tfs.notTested])].map((limit) => html`<li>${limit}</li>`)}
        </ul>
      </div>
      ${model && hasTerms(model.capabilities) ? this.renderTerms() : this.renderLevels()}
    `;
  }

  /** Of a model whose responses are sums over families of TFs. */
  private renderTerms() {
    const { bench } = this;
    const { ownTerms } = strings.tfs;
    return html`<p class="help">${strings.tfs.unitOf(this.unit)}</p>
      <div class="columns">
        <cisight-family-table .bench=${bench} @chosen=${this.showDetail}></cisight-family-table>
        <cisight-family-detail .bench=${bench}></cisight-family-detail>
      </div>
      <div class="columns">
        <cisight-tf-effects .bench=${bench}></cisight-tf-effects>
        <div>
          <div>
            <h3>${strings.tfs.pairs.title}</h3>
            <p class="line">${ownTerms.pairs}</p>
          </div>
          <details>
            <summary>${ownTerms.levels}</summary>
            <p class="help">${ownTerms.levelsHelp}</p>
            <cisight-tf-levels .bench=${bench}></cisight-tf-levels>
          </details>
        </div>
      </div>
      <cisight-term-map .bench=${bench}></cisight-term-map>`;
  }

  /** Of a model that knows TFs by their levels alone. */
  private renderLevels() {
    const { bench } = this;
    if (!this.analysis.attributes) return this.renderChanges();
    return html`<cisight-tf-levels .bench=${bench}></cisight-tf-levels>
      <div>${this.renderReferences()}</div>
      <div class="columns">
        <div>
          <cisight-tf-contributions .bench=${bench}></cisight-tf-contributions>
          <cisight-tf-network .bench=${bench}></cisight-tf-network>
        </div>
        <div>
          <cisight-tf-effects .bench=${bench}></cisight-tf-effects>
          <cisight-tf-pairs .bench=${bench}></cisight-tf-pairs>
        </div>
      </div>
      <cisight-tf-ranking .bench=${bench}></cisight-tf-ranking>`;
  }

  /** Of one that cannot attribute to them either: what changes of levels do. */
  private renderChanges() {
    const { bench } = this;
    return html`<cisight-tf-levels .bench=${bench}></cisight-tf-levels>
      <p class="help">${strings.tfs.unitHelp(bench.conditions.unit, this.unit)}</p>
      <div class="columns">
        <cisight-tf-effects .bench=${bench}></cisight-tf-effects>
        <cisight-tf-pairs .bench=${bench}></cisight-tf-pairs>
      </div>`;
  }

  /** Where the chosen family stands below the table, it is brought into view. */
  private readonly showDetail = () => {
    const find = (name: string) => this.renderRoot.querySelector<LitElement>(name);
    const [table, detail] = [find("cisight-family-table"), find("cisight-family-detail")];
    if (!table || !detail || detail.offsetTop < table.offsetTop + table.offsetHeight) return;
    void detail.updateComplete.then(() => detail.scrollIntoView({ block: "start" }));
  };

  private renderReferences() {
    const { references, reference } = this.analysis;
    return html`<label
        >${strings.tfs.compare}
        <div>
          <select
            @change=${(event: Event) =>
              this.analysis.compareWith(references[(event.target as HTMLSelectElement).selectedIndex]?.key)}
          >
            ${references.map(
              (each) =>
                html`<option .selected=${each.key === reference.key}>${sentenceCase(each.name)}</option>`,
            )}
          </select>
        </div></label
      >
      <p class="help">
        ${strings.tfs.compareHelp} ${strings.tfs.unitHelp(this.bench.conditions.unit, this.unit)}
      </p>`;
  }
}

function sentenceCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
