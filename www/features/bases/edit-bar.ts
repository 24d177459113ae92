import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { describe } from "../../state/message";
import { spanOf, type Selection } from "./selection";
import { readBases, type EditCommand } from "./track-editor";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { baseLetters } from "../../tracks/track-data";
import { editBarStyle } from "./edit-bar-style";

/** What can be done with the selected bases. Tells its owner of edits ("edit"), "zoom", "extend" (on or off) and "leave". */
@customElement("cisight-edit-bar")
export class EditBarElement extends LitElement {
  static override styles = [shared, editBarStyle];

  @property({ attribute: false }) selection: Selection | undefined;
  /** The selected bases. */
  @property() bases = "";
  @property() problem = "";
  @property({ type: Boolean }) extending = false;
  @state() private typed = "";
  @state() private note = "";
  @query("input") private input!: HTMLInputElement | null;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("selection") || changed.has("bases")) this.note = "";
  }

  /** Puts the cursor where bases are typed. */
  type(): void {
    this.input?.focus();
  }

  async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.bases);
      this.note = strings.edits.copied;
    } catch (reason) {
      // Pages without https may not write to the clipboard.
      this.typed = this.bases;
      this.note = reason instanceof Error ? strings.edits.notCopied : describe(reason);
    }
  }

  override render() {
    const { selection } = this;
    return html`<div class="bar" role="group" aria-label=${strings.edits.label} @keydown=${this.onKey}>
        ${selection ? this.renderActions(selection) : html`<span>${strings.edits.none}</span>`}
      </div>
      <div class="problem" role="alert">${this.problem || this.note || nothing}</div>`;
  }

  private renderActions(selection: Selection) {
    const span = spanOf(selection);
    const isStretch = span.to - span.from > 1;
    return html`
      <b class="numbers">
        ${isStretch ? strings.edits.stretch(span) : strings.edits.base(span.from, this.bases)}
      </b>
      ${isStretch ? this.renderStretch(selection) : this.renderBase(selection)}
      <span class="group">
        ${this.renderButton(strings.edits.remove, () => this.edit({ kind: "delete", span }))}
        <button
          aria-pressed=${this.extending}
          title=${strings.edits.severalHelp}
          @click=${() => this.tell("extend", !this.extending)}
        >
          ${strings.edits.several}
        </button>
      </span>
      <span class="group">
        <input
          aria-label=${strings.edits.field}
          placeholder=${strings.edits.placeholder}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          .value=${this.typed}
          @input=${this.onInput}
        />
        ${this.renderButton(strings.edits.insert, () => this.insert())}
        ${isStretch ? this.renderButton(strings.edits.replace, () => this.withTyped((bases) => this.edit({ kind: "replace", span, bases }))) : nothing}
      </span>
      <button
        class="icon close"
        aria-label=${strings.edits.close}
        title=${strings.edits.close}
        @click=${() => this.tell("leave", undefined)}
      >
        ×
      </button>
    `;
  }

  private renderBase({ cursor }: Selection) {
    return html`<span class="group">
      ${strings.edits.to}
      ${[...baseLetters].map(
        (base) =>
          html`<button
            class="base"
            aria-label=${strings.edits.mutate(base)}
            ?disabled=${base === this.bases}
            @click=${() => this.edit({ kind: "mutate", at: cursor, base })}
          >
            ${base}
          </button>`,
      )}
    </span>`;
  }

  private renderStretch(selection: Selection) {
    const span = spanOf(selection);
    const { scramble, scrambleHelp, reverse, copy, zoom } = strings.edits;
    return html`<span class="group">
      ${this.renderButton(scramble, () => this.edit({ kind: "scramble", span }), scrambleHelp)}
      ${this.renderButton(reverse, () => this.edit({ kind: "reverse", span }))}
      ${this.renderButton(copy, () => void this.copy())}
      ${this.renderButton(zoom, () => this.tell("zoom", undefined))}
    </span>`;
  }

  private renderButton(text: string, act: () => void, help?: string) {
    return html`<button title=${help ?? nothing} @click=${act}>${text}</button>`;
  }

  private insert(): void {
    const { selection } = this;
    if (!selection) return;
    this.withTyped((bases) => this.edit({ kind: "insert", at: spanOf(selection).from, bases }));
  }

  private withTyped(use: (bases: string) => void): void {
    const read = readBases(this.typed);
    if ("problem" in read) this.note = read.problem;
    else use(read.bases);
  }

  private readonly onInput = () => {
    this.typed = this.input?.value ?? "";
    this.note = "";
  };

  private readonly onKey = (event: KeyboardEvent) => {
    const [target] = event.composedPath();
    if (event.key === "Escape") this.tell("leave", undefined);
    else if (event.key === "Enter" && target === this.input) this.insert();
    else return;
    event.preventDefault();
  };

  private edit(command: EditCommand): void {
    this.tell("edit", command);
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
