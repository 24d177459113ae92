import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Preset } from "./conditions";
import { namesOf } from "../models/names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/chips";
import "../../ui/combobox";
import type { Option } from "../../ui/combobox";
import "../../ui/messages";
import "../../ui/text-field";
import "../tfs/tf-report";

/** In which conditions: measured ones by name, or the visitor's own table of TF expression. */
@customElement("cisight-condition-input")
export class ConditionInputElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      cisight-text-field {
        margin-top: 0.75rem;
      }
    `,
  ];

  protected override follows({ frame, conditions, whatIf, unlike }: Workbench) {
    return [frame, conditions, whatIf, unlike];
  }

  @state() private typed = "";
  private options: Option[] = [];
  private optionsOf: [string, readonly Preset[], readonly string[]] | undefined;

  /** Made anew only when something about them changed: the page is drawn many times while it computes. */
  override willUpdate(): void {
    const { presets, chosen } = this.bench.conditions;
    const now: typeof this.optionsOf = [this.typed, presets, chosen];
    if (this.optionsOf?.every((part, at) => part === now[at])) return;
    this.optionsOf = now;
    this.options = this.matching(presets);
  }

  override render() {
    const { conditions, model } = this.bench;
    const names = namesOf(this.bench);
    const byId = new Map(conditions.presets.map((preset) => [preset.id, preset]));
    const chosen = conditions.chosen.flatMap((id) => byId.get(id) ?? []);
    return html`
      <cisight-combobox
        .label=${strings.conditions.presetLabel}
        .help=${conditions.source ? strings.conditions.presetHelp(conditions.source) : strings.conditions.presetHelpEmpty}
        .placeholder=${strings.conditions.presetPlaceholder(names.conditions)}
        .options=${this.options}
        .emptyText=${strings.conditions.noPreset(this.typed)}
        @query=${(event: CustomEvent<string>) => (this.typed = event.detail)}
        @choose=${(event: CustomEvent<string>) => this.toggle(event.detail)}
      ></cisight-combobox>
      ${
        conditions.presets.length > chosen.length
          ? html`<button
              class="plain"
              @click=${() => void conditions.choose(conditions.presets.map(({ id }) => id))}
            >
              ${strings.conditions.addAll(conditions.presets.length)}
            </button>`
          : nothing
      }
      <cisight-chips
        .label=${strings.conditions.chosen}
        .items=${chosen.map(({ name, series }) => ({ name, detail: series }))}
        .removeLabel=${strings.conditions.remove}
        @take-out=${(event: CustomEvent<number>) => this.toggle(chosen[event.detail]!.id)}
        @clear=${() => void conditions.choose([])}
      ></cisight-chips>
      <cisight-messages .messages=${conditions.presetMessages}></cisight-messages>
      <cisight-text-field
        .label=${strings.conditions.textLabel}
        .help=${strings.conditions.textHelp(names.tfs)}
        .placeholder=${strings.conditions.textPlaceholder(names.tfs[0] ?? "", names.otherTf)}
        accept=".tsv,.csv,.txt,.tab,text/plain,text/csv"
        .rows=${5}
        .value=${conditions.text}
        .messages=${[...conditions.textMessages, ...this.bench.whatIf.notes("levels"), ...this.bench.unlike.conditions]}
        @text=${(event: CustomEvent<string>) => void conditions.setText(event.detail)}
      ></cisight-text-field>
      ${conditions.report && model ? html`<cisight-tf-report .report=${conditions.report} .model=${model}></cisight-tf-report>` : nothing}
    `;
  }

  /** Every typed word must occur somewhere, in any order: "20 heat" finds "Heat shock, 37 °C, 20 min". */
  private matching(presets: Preset[]): Option[] {
    const words = simplify(this.typed).split(/\s+/).filter(Boolean);
    const chosen = new Set(this.bench.conditions.chosen);
    return presets
      .filter(({ name, series }) => {
        const text = simplify(`${series} ${name}`);
        return words.every((word) => text.includes(word));
      })
      .map(({ id, name, series, heldOut }) => ({
        id,
        text: name,
        detail: heldOut ? strings.conditions.heldOutShort : "",
        group: series,
        chosen: chosen.has(id),
      }));
  }

  private toggle(id: string): void {
    const { conditions } = this.bench;
    const { chosen } = conditions;
    this.typed = "";
    void conditions.choose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  }
}

function simplify(text: string): string {
  return text.normalize("NFKD").replace(/[°,]/g, " ").toLowerCase();
}
