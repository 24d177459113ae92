import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { describe } from "../../state/message";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { renderMarkdown } from "./markdown";

/** A button that opens what the model is, how good it is and what it cannot do. */
@customElement("cisight-model-card")
export class ModelCardElement extends LitElement {
  static override styles = [
    shared,
    css`
      dialog {
        width: min(52rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 3rem);
        padding: 0;
        color: var(--text);
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: 10px;
        overflow: hidden;
      }
      /* A frame may be much taller than the screen: there the card opens where its button is. */
      :host([low]) dialog {
        margin-block: auto 1rem;
        max-height: min(40rem, calc(100dvh - 3rem));
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: #0b101699;
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        padding: 0.75rem 1.25rem;
        border-block-end: 1px solid var(--line);
      }
      .body {
        overflow: auto;
        padding: 0.5rem 1.25rem 1.5rem;
        overflow-wrap: anywhere;
      }
      .body h3 {
        margin-top: 1.25rem;
      }
      .body .top {
        font-size: 1.125rem;
        margin-top: 0.5rem;
      }
      .body p,
      .body ul {
        margin-top: 0.5rem;
      }
      .body li {
        list-style: disc;
        margin-inline-start: 1.25rem;
      }
      .wide {
        overflow-x: auto;
        margin-top: 0.5rem;
      }
      table {
        border-collapse: collapse;
        font-size: 0.8125rem;
        overflow-wrap: normal;
      }
      th,
      td {
        padding: 0.25rem 0.75rem 0.25rem 0;
        text-align: start;
        border-block-end: 1px solid var(--line);
        font-variant-numeric: tabular-nums;
      }
      pre,
      code {
        font-family: var(--mono);
        font-size: 0.8125rem;
        background: var(--sunken);
        border-radius: 4px;
      }
      pre {
        padding: 0.5rem 0.75rem;
        overflow-x: auto;
      }
    `,
  ];

  @property({ attribute: false }) load!: () => Promise<string>;
  @state() private text: string | undefined;
  @query("dialog") private dialog!: HTMLDialogElement;

  override render() {
    return html`<button @click=${() => void this.show()}>${strings.card.open}</button>
      <dialog aria-labelledby="title" @click=${this.onBackdrop}>
        <div class="head">
          <h2 id="title">${strings.card.title}</h2>
          <button @click=${() => this.dialog.close()}>${strings.card.close}</button>
        </div>
        <div class="body" tabindex="0" role="region" aria-labelledby="title">
          ${this.text === undefined ? strings.card.loading : this.text ? renderMarkdown(this.text) : nothing}
        </div>
      </dialog>`;
  }

  private async show(): Promise<void> {
    this.dialog.showModal();
    try {
      this.text = await this.load();
    } catch (reason) {
      this.text = describe(reason);
    }
  }

  private readonly onBackdrop = (event: MouseEvent) => {
    if (event.target === this.dialog) this.dialog.close();
  };
}
