import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { error, note, type Message } from "../state/message";
import { readText } from "../state/read-text";
import { shared } from "../style/shared";
import { strings } from "../strings/index";
import "./messages";
import { numberedTextStyle } from "./numbered-text-style";
import { textFieldStyle } from "./text-field-style";

// A text area becomes slow far below what the engine can read.
const longestShown = 400_000;
const previewLength = 2_000;

/**
 * A text area with line numbers that also takes a dropped or chosen file; tells its owner of each change ("text"), and before that of a file
 * ("file"), which the owner may take over.
 */
@customElement("cisight-text-field")
export class TextFieldElement extends LitElement {
  static override styles = [shared, numberedTextStyle, textFieldStyle];

  @property() label = "";
  @property() help = "";
  @property() placeholder = "";
  @property() accept = "";
  @property() value = "";
  @property({ type: Number }) rows = 6;
  @property({ attribute: false }) messages: readonly Message[] = [];
  @state() private lineCount = 1;
  @state() private firstLine = 0;
  @state() private visibleLines = 0;
  @state() private dragging = false;
  @state() private held: { name: string; size: number } | undefined;
  @state() private fileError: Message | undefined;
  @state() private fileNote: Message | undefined;
  /** What a file or the clear button replaced, to be taken back. */
  @state() private replaced = "";
  @query("textarea") private area!: HTMLTextAreaElement;
  @query("input") private fileInput!: HTMLInputElement;

  override render() {
    const { held } = this;
    const messages = this.fileError
      ? [this.fileError]
      : [...(this.fileNote ? [this.fileNote] : []), ...this.messages];
    return html`
      <div class="head">
        <label for="area">${this.label}</label>
        <button class="plain" @click=${() => this.fileInput.click()}>${strings.field.choose}</button>
        ${
          this.value || !this.replaced
            ? html`<button class="plain" ?disabled=${!this.value} @click=${() => this.replace("")}>
                ${strings.field.clear}
              </button>`
            : nothing
        }
        ${
          this.replaced
            ? html`<button class="plain" @click=${() => this.replace(this.replaced)}>
                ${strings.field.undo}
              </button>`
            : nothing
        }
      </div>
      <div
        class="box ${this.dragging ? "dragging" : ""}"
        data-drop=${strings.field.drop}
        @dragover=${this.onDragOver}
        @dragleave=${() => (this.dragging = false)}
        @drop=${this.onDrop}
      >
        <div class="gutter" aria-hidden="true">${this.renderNumbers()}</div>
        <textarea
          id="area"
          rows=${this.rows}
          wrap="off"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          placeholder=${this.placeholder}
          aria-describedby="help"
          ?readonly=${Boolean(held)}
          .value=${held ? this.value.slice(0, previewLength) : this.value}
          @input=${this.onInput}
          @paste=${this.onPaste}
          @scroll=${this.measure}
        ></textarea>
      </div>
      <input
        type="file"
        hidden
        accept=${this.accept}
        aria-label=${strings.field.choose}
        @change=${this.onChoose}
      />
      <p class="help" id="help">${this.help}</p>
      ${
        held
          ? html`<p class="help held" role="status">
              ${strings.field.large(held.name, formatSize(held.size))}
            </p>`
          : nothing
      }
      <cisight-messages .messages=${messages}></cisight-messages>
    `;
  }

  private renderNumbers() {
    const last = Math.min(this.lineCount, this.firstLine + this.visibleLines);
    const numbers = [];
    for (let line = this.firstLine + 1; line <= last; line++) numbers.push(html`<div>${line}</div>`);
    return numbers;
  }

  override firstUpdated(): void {
    new ResizeObserver(this.measure).observe(this.area);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("value")) return;
    const shown = this.value.length > longestShown ? this.value.slice(0, previewLength) : this.value;
    this.lineCount = countLines(shown);
    if (this.value.length <= longestShown) this.held = undefined;
    else this.held ??= { name: strings.field.pasted, size: this.value.length };
  }

  private readonly measure = () => {
    const height = parseFloat(getComputedStyle(this.area).lineHeight);
    this.firstLine = Math.floor(this.area.scrollTop / height);
    this.visibleLines = Math.ceil(this.area.clientHeight / height) + 1;
    this.style.setProperty("--gutter-shift", `${-(this.area.scrollTop % height)}px`);
  };

  private replace(text: string, name?: string): void {
    const before = this.value;
    this.take(text, name);
    this.replaced = before;
  }

  private take(text: string, name: string = strings.field.pasted): void {
    this.fileError = this.fileNote = undefined;
    this.replaced = "";
    this.held = text.length > longestShown ? { name, size: text.length } : undefined;
    this.value = text;
    this.dispatchEvent(new CustomEvent("text", { detail: text }));
  }

  private readonly onInput = () => {
    // What stands in the text area is then only the beginning of what is in use.
    if (!this.held) this.take(this.area.value);
  };

  /** A paste that would freeze the text area is taken past it. */
  private readonly onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (this.held && pasted) {
      event.preventDefault();
      this.replace(pasted);
      return;
    }
    if (pasted.length <= longestShown) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = this.area;
    this.take(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  };

  private readonly onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dragging = true;
  };

  private readonly onDrop = (event: DragEvent) => {
    this.dragging = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.readFile(file);
  };

  private readonly onChoose = () => {
    const file = this.fileInput.files?.[0];
    // The same file can be chosen again after it was edited.
    this.fileInput.value = "";
    if (file) void this.readFile(file);
  };

  private async readFile(file: File): Promise<void> {
    const isTaken = !this.dispatchEvent(new CustomEvent("file", { detail: file, cancelable: true }));
    if (isTaken) return;
    try {
      const { text, isSupposed } = await readText(file);
      this.replace(text, file.name);
      if (isSupposed) this.fileNote = note("file.not-utf-8", { name: file.name });
    } catch {
      this.fileError = error("file.unreadable", { name: file.name });
    }
  }
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

function formatSize(characters: number): string {
  return `${(characters / 1e6).toFixed(1)} MB`;
}
