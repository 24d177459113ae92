import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { sessionsOf, type Sessions } from "./sessions";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

/** What there is to say about a session that was opened, or could not be. */
@customElement("cisight-session-note")
export class SessionNoteElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .banner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem 0.75rem;
        margin: 0.75rem clamp(0.75rem, 2vw, 1.5rem) 0;
        padding: 0.5rem 0.875rem;
        border-radius: var(--radius);
        background: var(--accent-soft);
        overflow-wrap: anywhere;
      }
      .banner.failed {
        background: var(--error-soft);
        color: var(--error);
      }
      span {
        flex: 1 1 16rem;
      }
    `,
  ];

  protected override follows() {
    return [];
  }

  private unfollow: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = sessionsOf(this.bench).subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }

  override render() {
    const sessions = sessionsOf(this.bench);
    return html`<div role="alert">${this.renderBanner(sessions, sessions.problem, "failed")}</div>
      <div role="status">${this.renderBanner(sessions, sessions.note, "")}</div>`;
  }

  private renderBanner(sessions: Sessions, text: string, kind: string) {
    if (!text) return nothing;
    return html`<p class="banner ${kind}">
      <span>${text}</span>
      ${
        sessions.canGoBack && !kind
          ? html`<button @click=${() => void sessions.goBack()}>${strings.session.back}</button>`
          : nothing
      }
      <button class="icon" aria-label=${strings.session.dismiss} @click=${() => sessions.dismiss()}>×</button>
    </p>`;
  }
}
