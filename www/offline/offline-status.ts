import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Offline } from "./offline";
import { strings } from "../strings/index";
import { shared } from "../style/shared";
import { FollowingElement } from "../ui/following-element";

/** One quiet line on working without a network, and the announcement of a new version, which waits for its answer. */
@customElement("cisight-offline-status")
export class OfflineStatusElement extends FollowingElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 1lh;
        font: inherit;
        color: inherit;
      }
      .note {
        color: var(--text);
      }
      .note::before {
        content: "";
        display: inline-block;
        width: 0.5rem;
        height: 0.5rem;
        margin-inline-end: 0.375rem;
        border: 1.5px solid currentColor;
        border-radius: 50%;
      }
      .update {
        position: fixed;
        inset: auto 1rem 1rem auto;
        z-index: 40;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.75rem;
        max-width: min(30rem, calc(100vw - 2rem));
        padding: 0.625rem 0.875rem;
        font-size: 0.875rem;
        color: var(--text);
        background: var(--surface);
        border: 1px solid var(--accent);
        border-radius: 8px;
        box-shadow: 0 4px 16px light-dark(#16202b33, #000000a6);
      }
      .update p {
        flex: 1 1 auto;
      }
      .update div {
        display: flex;
        gap: 0.375rem;
      }
      .now {
        color: var(--on-accent);
        background: var(--accent);
        border-color: var(--accent);
      }
      .now:hover:not(:disabled) {
        background: var(--accent);
        filter: brightness(1.1);
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) offline!: Offline;

  protected override get followed(): Offline {
    return this.offline;
  }

  override render() {
    return html`<span role="status">${this.standing()}</span>
      <div role="status">${this.offline.hasUpdate ? this.renderUpdate() : nothing}</div>`;
  }

  private standing() {
    const { isOnline, storing } = this.offline;
    const text = strings.offline;
    if (!isOnline)
      return html`<span class="note">${storing === "done" ? text.offline : text.offlineUnstored}</span>`;
    switch (storing) {
      case "unknown":
        return nothing;
      case "working":
        return text.storing;
      case "done":
        return html`<span title=${text.doneHelp}>${text.done}</span>`;
      case "full":
        return html`<span class="note">${text.full}</span>`;
      case "failed":
        return text.failed;
    }
  }

  private renderUpdate() {
    const { offline } = this;
    const text = strings.offline;
    return html`<div class="update">
      <p>${offline.wouldLoseText ? text.wouldLoseText : text.update}</p>
      <div>
        ${
          offline.wouldLoseText
            ? nothing
            : html`<button class="now" @click=${() => offline.applyUpdate()}>${text.useNow}</button>`
        }
        <button @click=${() => offline.postpone()}>${text.later}</button>
      </div>
    </div>`;
  }
}
