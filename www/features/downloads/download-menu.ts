import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

/** One thing to take along; items of one group stand together under its name. */
export interface DownloadItem {
  label: string;
  action: () => void;
  group?: string;
}

/** A button that opens a short list of buttons. */
@customElement("cisight-download-menu")
export class DownloadMenuElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        position: relative;
        display: inline-block;
      }
      .menu {
        position: absolute;
        inset-block-start: calc(100% + 0.25rem);
        inset-inline-end: 0;
        z-index: 30;
        width: max-content;
        max-width: min(22rem, calc(100vw - 2.5rem));
        max-height: min(36rem, 75vh);
        overflow: auto;
        padding: 0.375rem;
        background: var(--surface);
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        box-shadow: 0 6px 20px #0b101633;
      }
      :host([start]) .menu {
        inset-inline: 0 auto;
      }
      .group {
        padding: 0.5rem 0.625rem 0.125rem;
        color: var(--muted);
        font-size: 0.75rem;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      li button {
        width: 100%;
        text-align: start;
        border-color: transparent;
        background: none;
        padding-block: 0.3125rem;
        overflow-wrap: anywhere;
      }
      .arrow {
        color: var(--muted);
        margin-inline-start: 0.25rem;
      }
    `,
  ];

  @property() label: string = strings.downloads.title;
  /** What the button says to screen readers, where "Download" alone does not tell. */
  @property() what = "";
  @property({ attribute: false }) items: readonly DownloadItem[] = [];
  /** Opens towards the end of the line, for a button that stands at its start. */
  @property({ type: Boolean, reflect: true }) start = false;
  @state() private open = false;
  @query(".toggle") private toggle!: HTMLButtonElement;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.onOutside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.onOutside);
  }

  override render() {
    return html`<div @keydown=${this.onKey} @focusout=${this.onFocusOut}>
      <button
        class="toggle"
        aria-expanded=${this.open}
        aria-controls="menu"
        aria-label=${this.what || nothing}
        @click=${() => (this.open = !this.open)}
      >
        ${this.label}<span class="arrow" aria-hidden="true">▾</span>
      </button>
      <div class="menu" id="menu" ?hidden=${!this.open}>${this.open ? this.renderGroups() : nothing}</div>
    </div>`;
  }

  private renderGroups() {
    const groups = [...new Set(this.items.map(({ group = "" }) => group))];
    return groups.map((name) => {
      const items = this.items.filter(({ group = "" }) => group === name);
      return html`${name ? html`<p class="group">${name}</p>` : nothing}
        <ul aria-label=${name || this.label}>
          ${items.map(
            (item) => html`<li><button @click=${() => this.choose(item)}>${item.label}</button></li>`,
          )}
        </ul>`;
    });
  }

  private choose({ action }: DownloadItem): void {
    this.close();
    action();
  }

  private close(): void {
    this.open = false;
    this.toggle.focus();
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (!this.open) return;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>("li button")];
    const at = buttons.findIndex((button) => button === this.shadowRoot?.activeElement);
    const targets: Partial<Record<string, number>> = {
      ArrowDown: (at + 1) % buttons.length,
      ArrowUp: (at <= 0 ? buttons.length : at) - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const target = targets[event.key];
    if (event.key === "Escape") this.close();
    else if (target !== undefined) buttons[target]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onFocusOut = (event: FocusEvent) => {
    const next = event.relatedTarget;
    if (next instanceof Node && !this.renderRoot.contains(next)) this.open = false;
  };

  private readonly onOutside = (event: Event) => {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  };
}
