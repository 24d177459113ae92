import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../style/shared";
import { strings } from "../strings/index";

// More would push the results out of sight.
const mostShown = 40;

/** Chosen things in a row, each with a button that takes it out again ("take-out", its index); many can be taken out at once ("clear"). */
@customElement("cisight-chips")
export class ChipsElement extends LitElement {
  static override styles = [
    shared,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-top: 0.375rem;
      }
      li {
        display: inline-flex;
        align-items: center;
        max-width: 100%;
        background: var(--accent-soft);
        border-radius: 999px;
        padding-inline-start: 0.625rem;
        font-size: 0.8125rem;
        line-height: 1.5rem;
      }
      span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      button {
        border: 0;
        background: none;
        border-radius: 999px;
        padding: 0 0.5rem;
        color: var(--muted);
        line-height: 1.5rem;
      }
      button:hover {
        color: var(--text);
      }
      .all {
        margin-top: 0.25rem;
      }
      @media print {
        li {
          padding-inline-end: 0.625rem;
          border: 1px solid var(--line);
        }
      }
    `,
  ];

  @property({ attribute: false }) items: readonly { name: string; detail: string }[] = [];
  @property() label = "";
  @property({ attribute: false }) removeLabel: (name: string) => string = (name) => name;

  override render() {
    if (!this.items.length) return html``;
    return html`<ul aria-label=${this.label}>
        ${this.items
          .slice(0, mostShown)
          .map(
            ({ name, detail }, index) =>
              html`<li title=${detail}>
                <span>${name}</span
                ><button aria-label=${this.removeLabel(name)} @click=${() => this.takeOut(index)}>×</button>
              </li>`,
          )}
      </ul>
      ${
        this.items.length > mostShown
          ? html`<p class="help all">
              ${strings.chips.more(this.items.length - mostShown)}
              <button class="plain" @click=${() => this.dispatchEvent(new CustomEvent("clear"))}>
                ${strings.chips.clear(this.items.length)}
              </button>
            </p>`
          : nothing
      }`;
  }

  private takeOut(index: number): void {
    this.dispatchEvent(new CustomEvent("take-out", { detail: index }));
  }
}
