import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { sequencesOf } from "../../engine/model-inputs";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

/** Which sequence is looked at, of a model that reads several; tells whoever shows it that another one will be ("look"). */
@customElement("cisight-sequence-choice")
export class SequenceChoiceElement extends BenchElement {
  static override styles = [
    shared,
    css`
      label {
        display: inline-flex;
        align-items: baseline;
        gap: 0.375rem;
        margin-block: 0.25rem;
      }
    `,
  ];

  protected override follows({ frame, predictions }: Workbench) {
    return [frame, predictions];
  }

  override render() {
    const { model, predictions } = this.bench;
    const all = model ? sequencesOf(model) : [];
    if (!model || all.length < 2) return nothing;
    const shown = predictions.sequence ?? model.sequenceInput;
    return html`<label>
      ${strings.inputs.lookedAt}
      <select @change=${(event: Event) => this.look(all[(event.target as HTMLSelectElement).selectedIndex])}>
        ${all.map(({ input, name }) => html`<option .selected=${input === shown}>${name}</option>`)}
      </select>
    </label>`;
  }

  private look(sequence: { input: number } | undefined): void {
    if (!sequence) return;
    this.dispatchEvent(new CustomEvent("look"));
    this.bench.predictions.lookAt(sequence.input);
  }
}
