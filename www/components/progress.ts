import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Progress } from "../state/predictions";
import { shared } from "../style/shared";
import { strings } from "../strings";

/** How far a computation is, in a line whose place is always kept; appears only for what lasts, and can be cancelled or run again. */
@customElement("cisight-progress")
export class ProgressElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 2rem;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 2rem;
        color: var(--muted);
        font-size: 0.8125rem;
      }
      .running {
        animation: appear 0.15s 0.4s backwards;
      }
      @keyframes appear {
        from {
          opacity: 0;
          visibility: hidden;
        }
      }
      progress {
        flex: 1 1 6rem;
        max-width: 20rem;
        height: 0.375rem;
        accent-color: var(--accent);
      }
      .failed {
        color: var(--error);
      }
    `,
  ];

  @property({ attribute: false }) progress: Progress = { state: "idle" };
  @property() running = "";
  @property() cancelled = "";
  @property() again = "";
  @property() idle = "";

  override render() {
    return html`<div role="status" class="visually-hidden">${this.announcement()}</div>
      ${this.line()}`;
  }

  private line() {
    const { progress } = this;
    switch (progress.state) {
      case "idle":
        return html`<div class="line numbers" aria-hidden="true">${this.idle}</div>`;
      case "running":
        return html`<div class="line running numbers">
          <span>${this.running}</span>
          <progress aria-label=${this.running} max=${progress.total || 1} .value=${progress.done}></progress>
          <button @click=${() => this.tell("cancel")}>${strings.progress.cancel}</button>
        </div>`;
      case "cancelled":
        return html`<div class="line">
          ${this.cancelled} <button @click=${() => this.tell("again")}>${this.again}</button>
        </div>`;
      case "failed":
        return html`<div class="line failed" role="alert">
          <span>${progress.message}</span> <button @click=${() => this.tell("again")}>${this.again}</button>
        </div>`;
    }
  }

  private announcement(): string {
    const { progress } = this;
    if (progress.state === "idle") return this.idle;
    return progress.state === "cancelled" ? this.cancelled : "";
  }

  private tell(name: "cancel" | "again"): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
