import { css, html, LitElement } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../style/shared";
import { strings } from "../strings/index";

/** Asks once before something is deleted for good ("remove"). */
@customElement("cisight-delete-button")
export class DeleteButtonElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.375rem;
        font-size: 0.8125rem;
      }
      .yes {
        color: var(--error);
        border-color: var(--error);
      }
    `,
  ];

  /** Of what is deleted. */
  @property() name = "";
  @state() private isAsking = false;

  override render() {
    if (!this.isAsking)
      return html`<button aria-label=${strings.files.deleteNamed(this.name)} @click=${() => this.ask(true)}>
        ${strings.files.delete}
      </button>`;
    return html`<span role="alert">${strings.files.reallyDelete(this.name)}</span>
      <button class="yes" @click=${() => this.dispatchEvent(new CustomEvent("remove"))}>
        ${strings.files.yesDelete}
      </button>
      <button @click=${() => this.ask(false)}>${strings.files.keep}</button>`;
  }

  private ask(isAsking: boolean): void {
    this.isAsking = isAsking;
    // What had the focus is gone.
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(isAsking ? ".yes" : "button")?.focus(),
    );
  }
}
