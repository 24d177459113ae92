import type { Workbench } from "./workbench";
import { html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { BenchElement } from "./bench-element";
import { describe } from "../state/message";
import type { Panel } from "./panels";
import { shared } from "../style/shared";
import { strings } from "../strings/index";
import "../features/bases/bases-panel";
import "./chosen-value";
import { whyStyle } from "./why-style";

/** Views that the first prediction does not need are loaded when they are first looked at. */
const loaders: Record<Panel, () => Promise<unknown>> = {
  bases: () => Promise.resolve(),
  tfs: () => import("../features/tfs/tf-panel"),
  grammar: () => import("../features/grammar/grammar-panel"),
  filters: () => import("../features/filters/filters-panel"),
  design: () => import("../features/design/design-panel"),
  variants: () => import("../features/variants/variants-panel"),
};

/** Why the chosen value is what it is, and what would change it: a tab for each view. */
@customElement("cisight-why")
export class WhyElement extends BenchElement {
  static override styles = [shared, whyStyle];

  protected override follows({ frame }: Workbench) {
    return [frame];
  }

  @state() private loaded: ReadonlySet<Panel> = new Set<Panel>(["bases"]);
  @state() private problem = "";
  private shownTab = "";

  override willUpdate(): void {
    const { panel } = this.bench;
    if (!this.loaded.has(panel) && !this.problem) void this.load(panel);
  }

  override updated(): void {
    this.showTab();
  }

  /** On a phone the chosen tab may be out of sight: by a link, or where another model took over. */
  private showTab(): void {
    const tab = this.renderRoot.querySelector<HTMLElement>("[aria-selected='true']");
    const list = tab?.parentElement;
    if (!tab || !list || this.shownTab === tab.id) return;
    this.shownTab = tab.id;
    const start = tab.offsetLeft - list.offsetLeft;
    if (start < list.scrollLeft) list.scrollLeft = start;
    else if (start + tab.offsetWidth > list.scrollLeft + list.clientWidth)
      list.scrollLeft = start + tab.offsetWidth - list.clientWidth;
  }

  override render() {
    const { bench } = this;
    return html`
      <h2 id="why">${strings.panels.title}</h2>
      <cisight-chosen-value .bench=${bench}></cisight-chosen-value>
      ${bench.panels.length ? this.renderTabs() : html`<p class="help">${strings.panels.none}</p>`}
    `;
  }

  private renderTabs() {
    const { bench } = this;
    return html`<div role="tablist" aria-label=${strings.panels.label} @keydown=${this.onKey}>
        ${bench.panels.map(
          (name) =>
            html`<button
              role="tab"
              id="tab-${name}"
              aria-controls="panel"
              aria-selected=${name === bench.panel}
              tabindex=${name === bench.panel ? 0 : -1}
              @click=${() => this.choose(name)}
            >
              ${strings.panels[name]}
            </button>`,
        )}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${bench.panel}">${this.renderPanel()}</div> `;
  }

  private renderPanel() {
    const { bench, problem } = this;
    if (problem) return html`<p role="alert">${problem}</p>`;
    if (!this.loaded.has(bench.panel))
      return html`<p class="loading" role="status">${strings.panels.loading}</p>`;
    switch (bench.panel) {
      case "bases":
        return html`<cisight-bases-panel .bench=${bench}></cisight-bases-panel>`;
      case "tfs":
        return html`<cisight-tf-panel .bench=${bench}></cisight-tf-panel>`;
      case "grammar":
        return html`<cisight-grammar-panel .bench=${bench}></cisight-grammar-panel>`;
      case "filters":
        return html`<cisight-filters-panel .bench=${bench}></cisight-filters-panel>`;
      case "design":
        return html`<cisight-design-panel .bench=${bench}></cisight-design-panel>`;
      case "variants":
        return html`<cisight-variants-panel .bench=${bench}></cisight-variants-panel>`;
    }
  }

  private choose(name: Panel): void {
    this.problem = "";
    this.bench.showPanel(name);
  }

  private async load(name: Panel): Promise<void> {
    try {
      await loaders[name]();
      this.loaded = new Set([...this.loaded, name]);
    } catch (reason) {
      this.problem = strings.panels.failed(describe(reason));
    }
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { panels } = this.bench;
    const at = panels.indexOf(this.bench.panel);
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: panels.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    const name = panels[(target + panels.length) % panels.length];
    if (!name) return;
    event.preventDefault();
    this.choose(name);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${name}`)?.focus());
  };
}
