import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../style/shared";
import { comboboxStyle } from "./combobox-style";

export interface Option {
  id: string;
  text: string;
  detail: string;
  group: string;
  chosen: boolean;
}

/**
 * A text field with a list of proposals (the ARIA combobox pattern). Its owner gives the options for what was typed ("query") and acts on
 * "choose" (an option's id) and "enter" (the text itself, when no option is active).
 */
@customElement("cisight-combobox")
export class ComboboxElement extends LitElement {
  static override styles = [shared, comboboxStyle];

  @property() label = "";
  @property() help = "";
  @property() placeholder = "";
  @property() emptyText = "";
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) options: readonly Option[] = [];
  @state() private open = false;
  @state() private active = -1;
  @query("input") private input!: HTMLInputElement;

  override render() {
    const shown = this.open && (this.options.length > 0 || Boolean(this.emptyText));
    return html`
      <label for="input">${this.label}</label>
      <div class="box" @focusout=${this.onFocusOut}>
        <input
          id="input"
          role="combobox"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${this.placeholder}
          ?disabled=${this.disabled}
          aria-expanded=${shown}
          aria-controls="list"
          aria-autocomplete="list"
          aria-describedby="help"
          aria-activedescendant=${shown && this.active >= 0 ? `option-${this.active}` : nothing}
          @input=${this.onInput}
          @focus=${this.show}
          @click=${this.show}
          @keydown=${this.onKey}
        />
        <div id="list" role="listbox" aria-label=${this.label} ?hidden=${!shown} tabindex="-1">
          ${shown ? this.renderList() : nothing}
        </div>
      </div>
      <p class="help" id="help">${this.help}</p>
    `;
  }

  private renderList() {
    if (!this.options.length)
      return html`<div class="none" role="option" aria-disabled="true" aria-selected="false">
        ${this.emptyText}
      </div>`;
    return groups(this.options).map(({ name, options }) => {
      const items = options.map(({ option, index }) => this.renderOption(option, index));
      if (!name) return items;
      return html`<div role="group" aria-label=${name}>
        <div class="group" aria-hidden="true">${name}</div>
        ${items}
      </div>`;
    });
  }

  private renderOption(option: Option, index: number) {
    return html`<div
      id="option-${index}"
      class="option ${index === this.active ? "active" : ""}"
      role="option"
      aria-selected=${option.chosen}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(index)}
    >
      <span class="mark" aria-hidden="true">${option.chosen ? "✓" : ""}</span>
      <span class="text">${option.text}</span>
      <span class="detail">${option.detail}</span>
    </div>`;
  }

  override updated(): void {
    if (this.active >= this.options.length) this.active = -1;
    this.renderRoot.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  private readonly show = () => {
    if (this.open) return;
    this.open = true;
    this.tell("query", this.input.value);
  };

  private readonly onInput = () => {
    this.open = true;
    this.active = -1;
    this.tell("query", this.input.value);
  };

  private readonly onFocusOut = () => {
    this.open = false;
    this.active = -1;
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const last = this.options.length - 1;
    switch (event.key) {
      case "ArrowDown":
        if (this.open) this.active = this.active >= last ? 0 : this.active + 1;
        else this.show();
        break;
      case "ArrowUp":
        this.active = this.active <= 0 ? last : this.active - 1;
        break;
      case "Enter":
        if (this.open && this.active >= 0) this.choose(this.active);
        else if (this.input.value.trim()) this.enter();
        break;
      case "Escape":
        if (!this.open) return;
        this.open = false;
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  private choose(index: number): void {
    const option = this.options[index];
    if (!option) return;
    this.tell("choose", option.id);
    this.clear();
  }

  private enter(): void {
    this.tell("enter", this.input.value.trim());
  }

  /** Empties the field once its text has been used; until then the text stays. */
  clear(): void {
    this.input.value = "";
    this.active = -1;
    this.open = false;
  }

  private tell(name: string, detail: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Neighbours of the same group under one heading; the index counts over all groups, as the arrow keys do. */
function groups(options: readonly Option[]) {
  const result: { name: string; options: { option: Option; index: number }[] }[] = [];
  options.forEach((option, index) => {
    const last = result.at(-1);
    if (last?.name === option.group) last.options.push({ option, index });
    else result.push({ name: option.group, options: [{ option, index }] });
  });
  return result;
}
