import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { pValues, type Layers } from "./layers";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/text-field";

/** Which further tracks are shown, and with which motifs. */
@customElement("cisight-track-menu")
export class TrackMenuElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .menu {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1.25rem;
        padding: 0.375rem 0.625rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      fieldset {
        display: contents;
      }
      label.check {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 400;
        min-height: 2rem;
      }
      select {
        margin-inline-start: 0.375rem;
      }
      .motifs {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false }) layers!: Layers;
  /** Counts the changes of the layers, so that this element is drawn again. */
  @property({ type: Number }) version = 0;

  override render() {
    const { layers } = this;
    const usesMotifs = layers.shown.has("motifs") || layers.shown.has("seqlets");
    return html`<details>
      <summary>${strings.layers.title}${layers.shown.size ? ` (${layers.shown.size})` : ""}</summary>
      <div class="menu">
        <fieldset>
          <legend class="visually-hidden">${strings.layers.title}</legend>
          ${layers.offered.map(
            (kind) =>
              html`<label class="check" title=${strings.layers.help[kind]}>
                <input
                  type="checkbox"
                  .checked=${layers.shown.has(kind)}
                  @change=${(event: Event) => layers.show(kind, (event.target as HTMLInputElement).checked)}
                />
                ${strings.layers.names[kind]}
              </label>`,
          )}
        </fieldset>
        ${layers.shown.has("motifs") ? this.renderPValue() : nothing}
        ${usesMotifs ? this.renderMotifs() : nothing}
      </div>
    </details>`;
  }

  private renderPValue() {
    const { layers } = this;
    return html`<label class="check"
      >${strings.layers.pValue}
      <select
        @change=${(event: Event) => layers.setPValue(pValues[(event.target as HTMLSelectElement).selectedIndex] ?? 1e-4)}
      >
        ${pValues.map((value) => html`<option .selected=${value === layers.pValue}>${strings.layers.p(value)}</option>`)}
      </select>
    </label>`;
  }

  private renderMotifs() {
    const { layers } = this;
    return html`<div class="motifs">
      <cisight-text-field
        .label=${strings.layers.otherMotifs}
        .help=${strings.layers.otherHelp}
        .placeholder=${strings.layers.otherPlaceholder}
        .accept=${".meme,.txt,text/plain"}
        .rows=${4}
        .value=${layers.motifText}
        .messages=${layers.motifMessages}
        @text=${(event: CustomEvent<string>) => void layers.useMotifs(event.detail)}
      ></cisight-text-field>
    </div>`;
  }
}
