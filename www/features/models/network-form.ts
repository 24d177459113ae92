import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Said, SaidInput, Scale, SeenInput } from "../../engine/files-api";
import { dialogStyle } from "../../app/dialog-style";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { FollowingElement } from "../../ui/following-element";
import "../../ui/text-field";
import type { NetworkImport } from "./network-import";
import { networks as texts } from "./network-strings";

const scales: readonly Scale[] = ["log", "linear", "probability"];
const facts = ["species", "authors", "data", "licence", "accuracy", "by"] as const;
/** Rows of a list of names, at most. */
const mostRows = 8;

/** What is seen in an ONNX or a Keras file, and fields for what it does not say; asks to read it again ("look"). */
@customElement("cisight-network-form")
export class NetworkFormElement extends FollowingElement {
  static override styles = [
    shared,
    dialogStyle,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      .seen li {
        font-size: 0.8125rem;
        margin-top: 0.125rem;
        overflow-wrap: anywhere;
      }
      fieldset {
        margin: 0;
        padding: 0.375rem 0.75rem 0.625rem;
        min-width: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      legend {
        padding-inline: 0.25rem;
        font-size: 0.8125rem;
        font-weight: 600;
      }
      summary {
        font-size: 0.8125rem;
      }
      textarea {
        display: block;
        width: 100%;
        margin-block: 0.1875rem;
        padding: 0.25rem 0.5rem;
        font-size: 0.8125rem;
        line-height: 1.25rem;
      }
      .letters {
        font-family: var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) state!: NetworkImport;

  protected override get followed(): NetworkImport {
    return this.state;
  }

  override render() {
    const { said, asksLength } = this.state;
    return html`${asksLength ? this.renderLength() : nothing} ${said ? this.renderAll(said) : nothing}`;
  }

  private renderLength() {
    const { state } = this;
    const help = state.pack ? texts.packLengthHelp : texts.lengthHelp;
    return html`<div class="fields">
      <div>
        ${this.renderLine("length", texts.length, state.length, (length) => state.set({ length }), help)}
      </div>
      <div class="actions">
        <button @click=${() => this.dispatchEvent(new CustomEvent("look"))}>${texts.readAgain}</button>
      </div>
    </div>`;
  }

  private renderAll(said: Said) {
    const { state } = this;
    const { seen } = state.seen!;
    const answers = said.outputs.split("\n").length;
    return html`${this.renderSeen()}
      <h3>${texts.asked}</h3>
      <p class="help">${texts.askedHelp}</p>
      ${said.inputs.map((input, at) => this.renderInput(seen.inputs[at]!, input, at))}
      <div class="fields">
        <div>
          <label for="outputs">${texts.outputs}</label>
          <textarea
            id="outputs"
            rows=${Math.min(mostRows, answers)}
            wrap="off"
            spellcheck="false"
            placeholder=${texts.outputsPlaceholder}
            aria-describedby="outputs-help"
            .value=${said.outputs}
            @input=${(event: Event) => state.say({ outputs: valueOf(event) })}
          ></textarea>
          <p class="help" id="outputs-help">${texts.outputsHelp(this.answers)}</p>
        </div>
        <div>
          <label for="scale">${texts.scale}</label>
          <select id="scale" @change=${(event: Event) => state.say({ scale: valueOf(event) as Scale })}>
            ${scales.map(
              (scale) =>
                html`<option value=${scale} .selected=${scale === said.scale}>
                  ${texts.scales[scale]}
                </option>`,
            )}
          </select>
        </div>
      </div>
      ${this.renderFrame(said)} ${this.renderAbout(said)} ${this.renderCheck()}`;
  }

  private renderSeen() {
    const known = this.state.seen!;
    const { seen, fast, leftOut } = known;
    const whole = fast?.whole.map(({ operator }) => operator) ?? [];
    return html`<div class="seen">
      <h3 id="seen">${texts.seen}</h3>
      <ul aria-labelledby="seen">
        <li>${texts.format(known)}</li>
        ${seen.inputs.map((input) => html`<li>${texts.reads(input)}</li>`)}
        ${seen.outputs.map(([name, shape]) => html`<li>${texts.gives(name, shape)}</li>`)}
        <li>${texts.operators(seen.operators)}</li>
        ${
          fast
            ? html`<li>
                ${fast.fast.length ? strings.card.fast((fast.share * 100).toFixed(1), whole) : strings.card.allWhole}
              </li>`
            : nothing
        }
        ${leftOut ? html`<li>${texts.leftOut(leftOut)}</li>` : nothing}
      </ul>
    </div>`;
  }

  /** How many numbers it predicts. */
  private get answers(): number {
    const outputs = this.state.seen?.seen.outputs ?? [];
    return outputs.reduce((sum, [, shape]) => sum + numbersIn(shape), 0);
  }

  private renderInput(seen: SeenInput, said: SaidInput, at: number) {
    const { looks, shape } = seen;
    const bases = typeof looks === "object" && "bases" in looks ? looks.bases : undefined;
    const line = (field: keyof SaidInput, label: string, help?: string) =>
      html`<div>
        ${this.renderLine(`${field}-${at}`, label, said[field], (text) => this.state.sayOf(at, { [field]: text }), help)}
      </div>`;
    return html`<fieldset>
      <legend>${texts.input(seen.name)}</legend>
      <div class="fields">
        ${line("name", texts.called)}
        ${
          bases
            ? html`${line("letters", texts.letters, texts.lettersHelp(shape[bases.letters] ?? 0))}
              ${line("anchor", texts.anchor, texts.anchorHelp(shape[bases.positions] ?? 0))}
              ${line("downstream", texts.downstream, texts.downstreamHelp)}`
            : nothing
        }
        ${looks === "numbers" ? line("numbers", texts.numbers, texts.numbersHelp(numbersIn(shape))) : nothing}
      </div>
    </fieldset>`;
  }

  private renderFrame(said: Said) {
    const { state } = this;
    return html`<details ?open=${Boolean(said.frameLeft || said.frameRight)}>
      <summary>${texts.frame}</summary>
      <div class="fields">
        <div>
          ${this.renderLine("left", texts.frameLeft, said.frameLeft, (frameLeft) => state.say({ frameLeft }))}
        </div>
        <div>
          ${this.renderLine("right", texts.frameRight, said.frameRight, (frameRight) => state.say({ frameRight }))}
        </div>
      </div>
    </details>`;
  }

  private renderAbout(said: Said) {
    const { state } = this;
    return html`<details>
      <summary>${texts.about}</summary>
      <div class="fields">
        ${facts.map(
          (fact) =>
            html`<div>
              ${this.renderLine(fact, texts[fact], said[fact], (text) => state.say({ [fact]: text }))}
            </div>`,
        )}
      </div>
      <label for="limits">${texts.limits}</label>
      <textarea
        id="limits"
        rows="2"
        aria-describedby="limits-help"
        .value=${said.limits}
        @input=${(event: Event) => state.say({ limits: valueOf(event) })}
      ></textarea>
      <p class="help" id="limits-help">${texts.limitsHelp}</p>
    </details>`;
  }

  private renderCheck() {
    const { state } = this;
    return html`<h3>${texts.check}</h3>
      <cisight-text-field
        .label=${texts.sequences}
        .help=${texts.sequencesHelp}
        .accept=${".fa,.fasta,.fna,.txt,text/plain"}
        .rows=${3}
        .value=${state.sequences}
        @text=${(event: CustomEvent<string>) => state.set({ sequences: event.detail })}
      ></cisight-text-field>
      <cisight-text-field
        .label=${texts.expected}
        .help=${texts.expectedHelp(this.answers)}
        .placeholder=${texts.expectedPlaceholder}
        .accept=${".tsv,.csv,.txt,text/plain"}
        .rows=${3}
        .value=${state.expected}
        @text=${(event: CustomEvent<string>) => state.set({ expected: event.detail })}
      ></cisight-text-field>`;
  }

  private renderLine(
    id: string,
    label: string,
    value: string,
    take: (text: string) => void,
    help: string | undefined = undefined,
  ) {
    return html`<label for=${id}>${label}</label>
      <input
        id=${id}
        class=${id.split("-")[0]!}
        autocomplete="off"
        spellcheck="false"
        aria-describedby=${help ? `${id}-help` : nothing}
        .value=${value}
        @input=${(event: Event) => take(valueOf(event))}
      />
      ${help ? html`<p class="help" id="${id}-help">${help}</p>` : nothing}`;
  }
}

const valueOf = (event: Event) =>
  (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

const numbersIn = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
