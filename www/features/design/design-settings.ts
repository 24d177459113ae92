import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { beams, exampleRegion, type RegionField } from "./design-request";
import { shared } from "../../style/shared";
import { position } from "../../strings/format";
import { strings } from "../../strings/index";
import { designStyle } from "./design-style";
import { DesignerElement } from "./designer-element";

/** How far the search goes, and what it leaves alone. */
@customElement("cisight-design-settings")
export class DesignSettingsElement extends DesignerElement {
  static override styles = [
    shared,
    designStyle,
    css`
      .region {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.375rem;
        margin-top: 0.25rem;
        font-size: 0.8125rem;
      }
      .region .error {
        flex: 1 1 100%;
      }
      .check {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 400;
        margin-top: 0.25rem;
      }
      .number {
        width: 4.75rem;
      }
    `,
  ];

  override render() {
    const { designer } = this;
    const { errors, reads } = designer;
    const { anchor = "", frame } = reads ?? {};
    return html`
      <div class="field">
        <label for="changes">${strings.design.changes}</label>
        <input
          id="changes"
          class="number"
          inputmode="numeric"
          autocomplete="off"
          aria-invalid=${Boolean(errors.changes)}
          aria-describedby="changes-help changes-error"
          .value=${designer.changes}
          @input=${(event: Event) => designer.set({ changes: (event.target as HTMLInputElement).value })}
        />
        <span class="help" id="changes-help">${strings.design.changesHelp}</span>
        ${this.renderError("changes-error", errors.changes)}
      </div>
      <div class="field">
        <label for="beam">${strings.design.beam}</label>
        <select
          id="beam"
          @change=${(event: Event) => {
            const beam = beams[(event.target as HTMLSelectElement).selectedIndex];
            if (beam) designer.set({ beam });
          }}
        >
          ${beams.map((beam) => html`<option .selected=${beam === designer.beam}>${strings.design.beams[beam]}</option>`)}
        </select>
      </div>
      <fieldset class="field" aria-describedby="regions-help">
        <legend>${strings.design.regions}</legend>
        <p class="help" id="regions-help">${strings.design.regionsHelp(anchor, exampleRegion(reads))}</p>
        ${
          designer.hasFrame || designer.hasCore
            ? html`<label class="check">
                <input
                  type="checkbox"
                  .checked=${designer.protectsFixed}
                  ?disabled=${designer.hasFrame}
                  @change=${(event: Event) => designer.set({ protectsFixed: (event.target as HTMLInputElement).checked })}
                />
                ${
                  frame
                    ? strings.design.flanks(frame.left.length, frame.right.length)
                    : strings.design.core(anchor, reads?.downstream ?? 0)
                }
              </label>`
            : nothing
        }
        ${designer.regions.map((region, at) => this.renderRegion(region, at))}
        ${this.renderError("protection-error", errors.protection)}
        <button class="plain" type="button" @click=${this.addRegion}>${strings.design.addRegion}</button>
      </fieldset>
    `;
  }

  private renderRegion(region: RegionField, at: number) {
    const problem = this.designer.errors.regions[at];
    const [first, last] = exampleRegion(this.designer.reads);
    const field = (end: keyof RegionField, label: string) =>
      html`<input
        class="number"
        autocomplete="off"
        aria-label=${label}
        aria-invalid=${Boolean(problem)}
        aria-describedby="region-error-${at}"
        placeholder=${position(end === "from" ? first : last)}
        .value=${region[end]}
        @input=${(event: Event) => this.setRegion(at, { [end]: (event.target as HTMLInputElement).value })}
      />`;
    return html`<div class="region">
      ${strings.design.from} ${field("from", strings.design.fromOf(at + 1))} ${strings.design.to}
      ${field("to", strings.design.toOf(at + 1))}
      <button
        class="plain"
        type="button"
        aria-label=${strings.design.removeRegion(at + 1)}
        @click=${() => this.removeRegion(at)}
      >
        ×
      </button>
      ${this.renderError(`region-error-${at}`, problem)}
    </div>`;
  }

  private renderError(id: string, text: string | undefined) {
    return html`<div role="alert" id=${id}>${text ? html`<p class="error">${text}</p>` : nothing}</div>`;
  }

  private readonly addRegion = () => {
    this.designer.set({ regions: [...this.designer.regions, { from: "", to: "" }] });
    void this.updateComplete.then(() =>
      [...this.renderRoot.querySelectorAll<HTMLElement>(".region")].at(-1)?.querySelector("input")?.focus(),
    );
  };

  private setRegion(at: number, change: Partial<RegionField>): void {
    const regions = this.designer.regions.map((region, other) =>
      other === at ? { ...region, ...change } : region,
    );
    this.designer.set({ regions });
  }

  private removeRegion(at: number): void {
    this.designer.set({ regions: this.designer.regions.filter((_, other) => other !== at) });
    this.renderRoot.querySelector<HTMLElement>("fieldset > button")?.focus();
  }
}
