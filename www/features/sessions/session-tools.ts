import type { Workbench } from "../../app/workbench";
import { css, html } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { sessionsOf } from "./sessions";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../downloads/download-menu";

/** Saves the page's content as a file and opens it again: two buttons, or a menu where there is no room. */
@customElement("cisight-session-tools")
export class SessionToolsElement extends BenchElement {
  static override styles = [
    shared,
    css`
      .wide {
        display: flex;
        gap: 0.375rem;
      }
      .narrow {
        display: none;
      }
      @media (max-width: 47.999rem) {
        .wide {
          display: none;
        }
        .narrow {
          display: block;
        }
      }
    `,
  ];

  protected override follows({ frame }: Workbench) {
    return [frame];
  }

  /** Shows earlier work; absent where none is kept. */
  @property({ attribute: false }) earlier: (() => void) | undefined;
  @query("input") private file!: HTMLInputElement;

  override render() {
    const isReady = this.bench.phase.state === "ready";
    const tools = [
      { label: strings.session.save, action: () => sessionsOf(this.bench).save() },
      { label: strings.session.open, action: () => this.file.click() },
      ...(this.earlier ? [{ label: strings.keptWork.open, action: this.earlier }] : []),
    ];
    return html`
      <div class="wide">
        ${tools.map(
          ({ label, action }) =>
            html`<button ?disabled=${!isReady} @click=${() => isReady && action()}>${label}</button>`,
        )}
      </div>
      <cisight-download-menu
        class="narrow"
        start
        .label=${strings.session.menu}
        .items=${isReady ? tools : []}
      ></cisight-download-menu>
      <input
        type="file"
        hidden
        accept=".json,application/json"
        aria-label=${strings.session.open}
        @change=${this.onChoose}
      />
    `;
  }

  private readonly onChoose = () => {
    const file = this.file.files?.[0];
    // The same file can be chosen again after it was changed.
    this.file.value = "";
    if (file) void sessionsOf(this.bench).open(file);
  };
}
