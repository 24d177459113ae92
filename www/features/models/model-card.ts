import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { FastShare } from "../../engine/messages";
import { describe } from "../../state/message";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { dialogFrame, renderDialog } from "../../ui/dialog";
import { ruledTableStyle } from "../../ui/ruled-table-style";
import { renderMarkdown } from "./markdown";

/** A button that opens what the model is, how good it is and what it cannot do. */
@customElement("cisight-model-card")
export class ModelCardElement extends LitElement {
  static override styles = [
    shared,
    dialogFrame,
    ruledTableStyle,
    css`
      .card h3 {
        margin-top: 1.25rem;
      }
      .card .top {
        font-size: 1.125rem;
        margin-top: 0.5rem;
      }
      .card p,
      .card ul {
        margin-top: 0.5rem;
      }
      .card li {
        list-style: disc;
        margin-inline-start: 1.25rem;
      }
      .card .wide {
        margin-top: 0.5rem;
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

  /** Inside another page, which may be much taller than the screen. */
  @property({ type: Boolean }) low = false;
  /** Of a network that was read as a graph: which part of it edits go through. */
  @property({ attribute: false }) fast: FastShare | undefined;
  @property({ attribute: false }) load!: () => Promise<string>;
  @state() private text: string | undefined;
  @query("dialog") private dialog!: HTMLDialogElement;

  override render() {
    return html`<button @click=${() => void this.show()}>${strings.card.open}</button> ${renderDialog({
        heading: strings.card.title,
        body: html`<div class="card">${this.renderText()}</div>`,
        kinds: ["wide", this.low && "low"],
        isDismissible: true,
      })}`;
  }

  private renderText() {
    if (this.text === undefined) return strings.card.loading;
    return this.text ? html`${renderMarkdown(this.text)}${this.renderFast()}` : nothing;
  }

  private renderFast() {
    if (!this.fast) return nothing;
    const { fast, whole, share } = this.fast;
    const { card } = strings;
    const names = whole.map(({ operator }) => operator);
    return html`<p>${fast.length ? card.fast((share * 100).toFixed(1), names) : card.allWhole}</p>`;
  }

  private async show(): Promise<void> {
    this.dialog.showModal();
    try {
      this.text = await this.load();
    } catch (reason) {
      this.text = describe(reason);
    }
  }
}
