import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Message } from "../state/message";
import { strings } from "../strings/index";
import { shared } from "../style/shared";

const mostShown = 8;

/** What there is to say about a field: errors at once, corrections quietly. Both live regions exist before they speak. */
@customElement("cisight-messages")
export class MessagesElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      p {
        font-size: 0.8125rem;
        line-height: 1.4;
        padding: 0.25rem 0.5rem;
        margin-top: 0.375rem;
        border-radius: 4px;
        border-inline-start: 3px solid var(--line-strong);
        background: var(--sunken);
        overflow-wrap: anywhere;
      }
      p.error {
        color: var(--error);
        background: var(--error-soft);
        border-color: var(--error);
      }
    `,
  ];

  @property({ attribute: false }) messages: readonly Pick<Message, "kind" | "message">[] = [];

  override render() {
    return html`<div role="alert">${this.list("error")}</div>
      <div role="status">${this.list("note")}</div>`;
  }

  private list(kind: Message["kind"]) {
    const texts = this.messages.filter((message) => message.kind === kind).map(({ message }) => message);
    const more = texts.length - mostShown;
    const shown = more > 0 ? [...texts.slice(0, mostShown), strings.field.more(more)] : texts;
    return shown.map((text) => html`<p class=${kind}>${text}</p>`);
  }
}
