import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { ModiscoExport } from "../downloads/modisco-export";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { gridDownloads, mapFigures, modiscoDownloads, trackDownloads } from "../downloads/download-items";
import "../downloads/download-menu";

/** The results' download menu, and below it how far a long download is. */
@customElement("cisight-grid-downloads")
export class GridDownloadsElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        position: relative;
        display: inline-block;
        min-height: 2rem;
      }
      .standing {
        position: absolute;
        inset-block-start: calc(100% + 0.25rem);
        inset-inline-end: 0;
        z-index: 25;
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 0.375rem 0.625rem;
        width: min(22rem, calc(100vw - 3.5rem));
        padding: 0.5rem 0.75rem;
        font-size: 0.8125rem;
        background: var(--surface);
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        box-shadow: 0 6px 20px #0b101633;
      }
      progress {
        grid-row: 2;
        width: 100%;
        height: 0.375rem;
        accent-color: var(--accent);
      }
      .failed {
        color: var(--error);
      }
    `,
  ];

  private modisco: ModiscoExport | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.modisco?.progress.state === "running") this.modisco.cancel();
  }

  override render() {
    const { bench } = this;
    const items = [
      ...gridDownloads(bench),
      ...mapFigures(bench, this),
      ...trackDownloads(bench),
      ...modiscoDownloads(bench, this.modiscoOf()),
    ];
    return html`
      ${items.length ? html`<cisight-download-menu .items=${items}></cisight-download-menu>` : nothing}
      ${this.renderStanding(this.modiscoOf())}
    `;
  }

  private renderStanding(modisco: ModiscoExport) {
    const { progress, note } = modisco;
    const text =
      progress.state === "cancelled"
        ? strings.downloads.modiscoCancelled
        : progress.state === "failed"
          ? progress.message
          : note;
    return html`
      ${
        progress.state === "running"
          ? html`<div class="standing numbers">
              <span>${modisco.running}</span>
              <progress
                aria-label=${strings.downloads.groups.modisco}
                max=${progress.total}
                .value=${progress.done}
              ></progress>
              <button @click=${() => modisco.cancel()}>${strings.progress.cancel}</button>
            </div>`
          : nothing
      }
      <div role="status">
        ${
          text && progress.state !== "running"
            ? html`<p class="standing ${progress.state}">
                <span>${text}</span>
                <button class="icon" aria-label=${strings.downloads.close} @click=${() => modisco.dismiss()}>
                  ×
                </button>
              </p>`
            : nothing
        }
      </div>
    `;
  }

  private modiscoOf(): ModiscoExport {
    if (!this.modisco) {
      this.modisco = new ModiscoExport(this.bench);
      this.modisco.subscribe(() => this.requestUpdate());
    }
    return this.modisco;
  }
}
