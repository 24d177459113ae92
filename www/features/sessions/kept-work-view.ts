import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { WorkHead } from "../../store/database";
import type { KeptWork } from "./kept-work";
import { timeOf } from "../../strings/format";
import { shared } from "../../style/shared";
import { FollowingElement } from "../../ui/following-element";
import { strings } from "../../strings/index";

/** Earlier work, offered in a corner so that nothing on the page moves. */
@customElement("cisight-kept-work")
export class KeptWorkElement extends FollowingElement {
  static override styles = [
    shared,
    css`
      .card {
        position: fixed;
        inset: auto auto 1rem 1rem;
        z-index: 40;
        display: grid;
        gap: 0.5rem;
        width: min(22rem, calc(100vw - 2rem));
        max-height: min(30rem, calc(100vh - 2rem));
        overflow: auto;
        padding: 0.75rem 0.875rem;
        background: var(--surface);
        border: 1px solid var(--accent);
        border-radius: 8px;
        box-shadow: 0 4px 16px light-dark(#16202b33, #000000a6);
      }
      ul {
        display: grid;
        gap: 0.625rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.375rem;
      }
      .end {
        justify-content: space-between;
      }
      .row p {
        flex: 1 1 100%;
        overflow-wrap: anywhere;
      }
      .problem {
        background: var(--warn-soft);
        padding: 0.25rem 0.375rem;
        border-radius: 4px;
      }
      .first {
        color: var(--on-accent);
        background: var(--accent);
        border-color: var(--accent);
      }
      .first:hover:not(:disabled) {
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

  @property({ attribute: false }) work!: KeptWork;
  @query(".card") private card!: HTMLElement | null;

  protected override get followed(): KeptWork {
    return this.work;
  }

  /** Opens it for whoever asked for it, with the keyboard in it. */
  async open(): Promise<void> {
    this.work.show(true);
    await this.updateComplete;
    this.card?.focus();
  }

  override render() {
    return html`<div role="status">${this.work.isOpen ? this.renderCard() : nothing}</div>`;
  }

  private renderCard() {
    const { work } = this;
    const { offers, problem, savedAt } = work;
    const texts = strings.keptWork;
    return html`<div
      class="card"
      role="group"
      aria-label=${texts.title}
      tabindex="-1"
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && void work.decline()}
    >
      ${
        offers.length
          ? html`<ul>
              ${offers.map((offer, at) => this.renderOffer(offer, at))}
            </ul>`
          : html`<p>${texts.none}</p>`
      }
      ${problem ? html`<p class="problem">${problem}</p>` : nothing}
      ${
        savedAt === undefined
          ? problem || offers.length
            ? nothing
            : html`<p>${texts.nothingYet}</p>`
          : html`<div class="row">
              <p>${texts.thisTab(timeOf(savedAt))}</p>
              <button @click=${() => void work.forgetThis()}>${texts.forgetThis}</button>
            </div>`
      }
      <p class="help">${texts.privacy}</p>
      <div class="row end">
        <button @click=${() => void work.decline()}>${offers.length ? texts.later : texts.close}</button>
        ${
          offers.length > 1
            ? html`<button @click=${() => void work.forget(offers.map(({ id }) => id))}>
                ${texts.forgetAll}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  private renderOffer(offer: WorkHead, at: number) {
    const texts = strings.keptWork;
    const when = timeOf(offer.savedAt);
    return html`<li class="row">
      <p><b>${texts.of(when)}</b><br /><span class="help">${offer.summary}</span></p>
      <button
        class=${at === 0 ? "first" : ""}
        aria-label=${texts.bringBackNamed(when)}
        @click=${() => void this.work.bringBack(offer)}
      >
        ${texts.bringBack}
      </button>
      <button aria-label=${texts.forgetNamed(when)} @click=${() => void this.work.forget([offer.id])}>
        ${texts.forget}
      </button>
    </li>`;
  }
}
