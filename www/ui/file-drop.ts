import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../style/shared";
import { strings } from "../strings/index";

/** Files that the visitor chose or dropped ("files"), each with what it is; one can be taken out again ("take-out", its index). */
@customElement("cisight-file-drop")
export class FileDropElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .box {
        margin-top: 0.25rem;
        padding: 0.625rem 0.75rem;
        border: 1px dashed var(--line-strong);
        border-radius: var(--radius);
        background: var(--sunken);
      }
      .box.dragging {
        border-style: solid;
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      .way {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.625rem;
        color: var(--muted);
        font-size: 0.8125rem;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 0.5rem;
        margin-top: 0.375rem;
        padding-inline-start: 0.625rem;
        font-size: 0.8125rem;
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow-wrap: anywhere;
      }
      li button {
        border-color: transparent;
        background: none;
        color: var(--muted);
      }
      .detail {
        color: var(--muted);
      }
    `,
  ];

  @property() label = "";
  @property() help = "";
  @property() accept = "";
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) items: readonly { name: string; size: number; kind: string }[] = [];
  @state() private dragging = false;
  @query("input") private input!: HTMLInputElement;

  override render() {
    return html`<p class="label" id="label">${this.label}</p>
      <div
        class="box ${this.dragging ? "dragging" : ""}"
        role="group"
        aria-labelledby="label"
        aria-describedby="help"
        @dragover=${this.onDragOver}
        @dragleave=${() => (this.dragging = false)}
        @drop=${this.onDrop}
      >
        <div class="way">
          <button ?disabled=${this.disabled} @click=${() => this.input.click()}>
            ${strings.files.choose}
          </button>
          <span>${strings.files.drop}</span>
        </div>
        <input
          type="file"
          multiple
          hidden
          accept=${this.accept || nothing}
          aria-label=${this.label}
          @change=${this.onChoose}
        />
        ${
          this.items.length
            ? html`<ul aria-label=${strings.files.chosen}>
                ${this.items.map((item, at) => this.renderItem(item, at))}
              </ul>`
            : nothing
        }
      </div>
      <p class="help" id="help">${this.help}</p>`;
  }

  private renderItem({ name, size, kind }: { name: string; size: number; kind: string }, index: number) {
    const detail = [kind, strings.files.megabytes(size)].filter(Boolean).join(", ");
    return html`<li>
      <span>${name} <span class="detail numbers">${detail}</span></span>
      <button
        aria-label=${strings.files.remove(name)}
        ?disabled=${this.disabled}
        @click=${() => this.dispatchEvent(new CustomEvent("take-out", { detail: index }))}
      >
        ×
      </button>
    </li>`;
  }

  private tell(files: FileList | undefined | null): void {
    if (files?.length && !this.disabled)
      this.dispatchEvent(new CustomEvent<File[]>("files", { detail: [...files] }));
  }

  private readonly onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dragging = true;
  };

  private readonly onDrop = (event: DragEvent) => {
    this.dragging = false;
    event.preventDefault();
    this.tell(event.dataTransfer?.files);
  };

  private readonly onChoose = () => {
    this.tell(this.input.files);
    // The same file can be chosen again after it was changed.
    this.input.value = "";
  };
}
