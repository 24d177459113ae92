import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Adapter } from "../engine/messages";
import { strings } from "../strings";

/** What the WebGPU build computes on, opened over the page so that nothing below it moves. */
@customElement("cisight-adapter-details")
export class AdapterDetails extends LitElement {
  @property({ attribute: false }) adapter: Adapter | undefined;

  static override styles = css`
    /* Not positioned: what opens is as wide as the line around it has room for. */
    :host {
      display: inline-block;
    }
    summary {
      cursor: pointer;
      width: fit-content;
    }
    .over {
      position: absolute;
      inset: 100% 0 auto auto;
      z-index: 3;
      box-sizing: border-box;
      width: min(22rem, 100%);
      max-height: 60vh;
      overflow: auto;
      padding: 0.5rem 0.875rem;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--text);
      box-shadow: var(--shadow);
    }
    p {
      margin: 0 0 0.5rem;
      color: var(--muted);
    }
    dl {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0.125rem 0.75rem;
      margin: 0;
    }
    dt {
      color: var(--muted);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `;

  override render() {
    const { adapter } = this;
    if (!adapter) return nothing;
    const says = strings.adapter;
    return html`<details @keydown=${this.close}>
      <summary>${says.summary(says.title(adapter))}</summary>
      <div class="over" tabindex="0" role="group" aria-label=${says.title(adapter)}>
        <p>${says.help}</p>
        <dl>
          ${says.facts(adapter).map(
            ([name, value]) =>
              html`<dt>${name}</dt>
                <dd>${value}</dd>`,
          )}
        </dl>
      </div>
    </details>`;
  }

  private readonly close = (event: KeyboardEvent) => {
    if (event.key === "Escape") (event.currentTarget as HTMLDetailsElement).open = false;
  };
}
