import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { hairpinWithin, noExtras, repeatWithin, windowBases, type Extras } from "./design-extras";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { designStyle } from "./design-style";
import { DesignerElement } from "./designer-element";

type Texts = { [K in keyof Extras]: Extras[K] extends string ? K : never }[keyof Extras];
type Flags = { [K in keyof Extras]: Extras[K] extends boolean ? K : never }[keyof Extras];

const starts = ["natural", "shuffled", "random"] as const;

/** What most searches do without: kinds of change, rules for the DNA, several designs. */
@customElement("cisight-design-rules")
export class DesignRulesElement extends DesignerElement {
  static override styles = [
    shared,
    designStyle,
    css`
      :host {
        grid-column: 1 / -1;
      }
      .groups {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem 2rem;
        margin-top: 0.5rem;
      }
      /* Inside of details, sizes are not inherited. */
      input {
        box-sizing: border-box;
      }
      fieldset + fieldset {
        margin-top: 1rem;
      }
      fieldset > * + * {
        margin-top: 0.375rem;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.125rem 0.375rem;
        font-size: 0.8125rem;
      }
      .row label,
      .check {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 400;
        font-size: 0.8125rem;
      }
      .row .error,
      .row .help {
        flex: 1 1 100%;
      }
      .wide {
        flex: 1 1 9rem;
        min-width: 0;
        width: 100%;
      }
      .number {
        width: 3.5rem;
      }
      summary small {
        color: var(--muted);
        font-weight: 400;
      }
      @media (min-width: 52rem) {
        .groups {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  @state() private isOpen = false;

  /** What is wrong is shown; what was opened stays so once it is right. */
  protected override willUpdate(): void {
    if (Object.values(this.designer.errors.extras).some(Boolean)) this.isOpen = true;
  }

  override render() {
    const { extras } = this.designer;
    const changed = (Object.keys(noExtras) as (keyof Extras)[]).filter(
      (name) => extras[name] !== noExtras[name],
    );
    return html`<details
      ?open=${this.isOpen}
      @toggle=${(event: Event) => (this.isOpen = (event.target as HTMLDetailsElement).open)}
    >
      <summary>
        ${strings.design.more}
        ${changed.length ? html`<small>· ${strings.design.moreSet(changed.length)}</small>` : nothing}
      </summary>
      <div class="groups">
        <div>${this.renderSeveral()} ${this.renderMoves()}</div>
        ${this.renderRules()}
      </div>
    </details>`;
  }

  private renderMoves() {
    const texts = strings.design;
    return html`<fieldset>
      <legend>${texts.moves}</legend>
      ${this.check("substitutions", texts.substitutions)}
      ${this.number("insertions", texts.insertions, texts.basesEach)}
      ${this.number("deletions", texts.deletions, texts.basesEach)}
      <p class="help">${texts.indelHelp}</p>
      ${this.text("motifs", texts.motifs, texts.motifsHelp)}
    </fieldset>`;
  }

  private renderRules() {
    const texts = strings.design;
    return html`<fieldset aria-describedby="rules-help">
      <legend>${texts.rules}</legend>
      <p class="help" id="rules-help">${texts.rulesHelp}</p>
      ${this.text("sites", texts.sites, texts.sitesHelp)} ${this.check("startCodons", texts.startCodons)}
      ${this.range("gcLow", "gcHigh", texts.gc)}
      ${this.range("windowLow", "windowHigh", texts.gcWindow(windowBases))}
      ${this.number("homopolymer", texts.homopolymer)}
      ${this.number("repeat", texts.repeat(repeatWithin), texts.bases)}
      ${this.number("hairpin", texts.hairpin(hairpinWithin), texts.bases)}
      ${this.number("differences", texts.differences)}
      ${this.text("guarded", texts.guarded, texts.guardedHelp)}
    </fieldset>`;
  }

  private renderSeveral() {
    const texts = strings.design;
    const { extras } = this.designer;
    return html`<fieldset>
      <legend>${texts.several}</legend>
      ${this.number("designs", texts.designs)} ${this.number("apart", texts.apart)}
      ${this.check("tradeOffs", texts.tradeOffs)}
      <div class="row">
        <label for="start">${texts.startFrom}</label>
        <select
          id="start"
          @change=${(event: Event) => {
            const start = starts[(event.target as HTMLSelectElement).selectedIndex];
            if (start) this.designer.setExtra({ start });
          }}
        >
          ${starts.map((name) => html`<option .selected=${name === extras.start}>${texts.starts[name]}</option>`)}
        </select>
      </div>
    </fieldset>`;
  }

  private check(name: Flags, label: string) {
    const { extras, errors } = this.designer;
    return html`<div class="row">
      <label class="check">
        <input
          type="checkbox"
          .checked=${extras[name]}
          aria-invalid=${Boolean(errors.extras[name])}
          aria-describedby="${name}-error"
          @change=${(event: Event) => this.designer.setExtra({ [name]: (event.target as HTMLInputElement).checked })}
        />
        ${label}
      </label>
      ${this.error(name)}
    </div>`;
  }

  private number(name: Texts, label: string, unit = "") {
    return html`<div class="row">
      <label for=${name}>${label}</label> ${this.input(name, "number", "numeric")} ${unit} ${this.error(name)}
    </div>`;
  }

  private range(low: Texts, high: Texts, label: string) {
    return html`<div class="row" role="group" aria-label=${label}>
      <span>${label}</span>
      ${this.input(low, "number", "decimal", strings.design.lowOf(label))} ${strings.design.high}
      ${this.input(high, "number", "decimal", strings.design.highOf(label), low)} ${this.error(low)}
    </div>`;
  }

  private text(name: Texts, label: string, help: string) {
    return html`<div class="row">
      <label for=${name}>${label}</label> ${this.input(name, "wide", "text")}
      <span class="help" id="${name}-help">${help}</span> ${this.error(name)}
    </div>`;
  }

  /** An input; its error is that of `owner` where two inputs share one. */
  private input(
    name: Texts,
    width: string,
    mode: "numeric" | "decimal" | "text",
    label?: string,
    owner = name,
  ): TemplateResult {
    const { extras, errors } = this.designer;
    return html`<input
      id=${name}
      class=${width}
      inputmode=${mode}
      autocomplete="off"
      spellcheck="false"
      aria-label=${label ?? nothing}
      aria-invalid=${Boolean(errors.extras[owner])}
      aria-describedby="${name}-help ${owner}-error"
      .value=${extras[name]}
      @input=${(event: Event) => this.designer.setExtra({ [name]: (event.target as HTMLInputElement).value })}
    />`;
  }

  private error(name: keyof Extras) {
    const text = this.designer.errors.extras[name];
    return html`<div role="alert" id="${name}-error">
      ${text ? html`<p class="error">${text}</p>` : nothing}
    </div>`;
  }
}
