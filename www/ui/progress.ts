import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Progress } from "../state/progress";
import { shared } from "../style/shared";
import { strings } from "../strings/index";

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
      /* At once, not by fading in: half-transparent text is too pale to read, however briefly. */
      .running {
        animation: appear 1ms 0.4s backwards;
      }
      @keyframes appear {
        from {
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
    const { progress } = this;
    return html`<div role="status">${this.standing()}</div>
      ${progress.state === "running" ? this.renderRunning(progress.done, progress.total) : nothing}
      <div role="alert">
        ${progress.state === "failed" ? this.renderEnd(progress.message, "failed") : nothing}
      </div>`;
  }

  /** What is said once: the steps in between would be read out without end. */
  private standing() {
    switch (this.progress.state) {
      case "idle":
        return html`<div class="line numbers">${this.idle}</div>`;
      case "cancelled":
        return this.renderEnd(this.cancelled, "");
      case "running":
      case "failed":
        return nothing;
    }
  }

  private renderRunning(done: number, total: number) {
    return html`<div class="line running numbers">
      <span>${this.running}</span>
      <progress aria-label=${this.running} max=${total || 1} .value=${done}></progress>
      <button @click=${() => this.tell("cancel")}>${strings.progress.cancel}</button>
    </div>`;
  }

  private renderEnd(text: string, kind: string) {
    return html`<div class="line ${kind}">
      <span>${text}</span> <button @click=${() => this.tell("again")}>${this.again}</button>
    </div>`;
  }

  private tell(name: "cancel" | "again"): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
