import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { designFilesOf, writtenDesigns } from "./design-files";
import { designStyle } from "./design-style";
import type { Designer } from "./designer";
import "../../ui/progress";

const formats = ["genbank", "pool", "primers"] as const;

/** Files that designs are ordered with. */
@customElement("cisight-design-order")
export class DesignOrderElement extends BenchElement {
  static override styles = [
    shared,
    designStyle,
    css`
      :host {
        margin-top: 0.75rem;
      }
      .adapters,
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 1rem;
        margin-top: 0.5rem;
      }
      .adapters > div {
        flex: 1 1 12rem;
        max-width: 24rem;
      }
      .adapters input {
        /* Inside of details, sizes are not inherited. */
        box-sizing: border-box;
        width: 100%;
        font-family: var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) designer!: Designer;
  private unfollow: (() => void) | undefined;

  protected override follows({ frame }: Workbench) {
    return [frame];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = designFilesOf(this.bench).subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }

  override render() {
    const files = designFilesOf(this.bench);
    const { progress, adapterError } = files;
    if (!files.isThere)
      return html`<details>
        <summary>${strings.design.order}</summary>
        <p class="help">${strings.design.filesMissing}</p>
      </details>`;
    const field = (end: "five" | "three") =>
      html`<div>
        <label for=${end}>${strings.design[end]}</label>
        <input
          id=${end}
          autocomplete="off"
          spellcheck="false"
          aria-invalid=${Boolean(adapterError)}
          aria-describedby="adapter-error"
          .value=${files[end]}
          @input=${(event: Event) => files.set({ [end]: (event.target as HTMLInputElement).value })}
        />
      </div>`;
    return html`<details>
      <summary>${strings.design.order}</summary>
      <p class="help">${strings.design.orderHelp}</p>
      <div class="adapters">${field("five")} ${field("three")}</div>
      <div role="alert" id="adapter-error">
        ${adapterError ? html`<p class="error">${adapterError}</p>` : nothing}
      </div>
      <div class="buttons">
        ${formats.map(
          (format) =>
            html`<button ?disabled=${progress.state === "running"} @click=${() => this.save(format)}>
              ${strings.design[format]}
            </button>`,
        )}
      </div>
      <cisight-progress
        .progress=${progress}
        .running=${strings.design.writing}
        @cancel=${() => files.cancel()}
      ></cisight-progress>
    </details>`;
  }

  private save(format: (typeof formats)[number]): void {
    const { bench, designer } = this;
    const designs = writtenDesigns(designer.outcomes, bench.figures);
    void designFilesOf(bench).save(format, designs);
  }
}
