import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import type { TfChange } from "../../engine/messages";
import { effectsTable } from "../downloads/export-tfs";
import { Families } from "../families/families";
import { bySize, changes, type Effects } from "./tf-results";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import "./tf-pairs";
import { tfStyle } from "./tf-style";
import "./tf-table";

const text = strings.tfs.effects;
const kinds = Object.keys(changes) as TfChange[];

/** What the same change of each TF does to the chosen response. */
@customElement("cisight-tf-effects")
export class TfEffectsElement extends TfElement {
  static override styles = [shared, tfStyle];

  private endFamilies: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.endFamilies = Families.of(this.bench).subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.endFamilies?.();
  }

  override render() {
    const { effects, change } = this.analysis;
    const { result } = effects;
    const { model } = this.bench;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${
          result && model
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-tf-effects"}
                .table=${effectsTable(result, model, this.analysis.hasTerms ? this.terms : undefined)}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <p class="help">
        ${this.analysis.hasTerms ? `${text.ownTermsHelp[change]} ${text.sharedTerms}` : text.help[change]}
      </p>
      ${this.renderProgress(effects, text, result ? text.summary(this.bench.figures.response(result.response, 3)) : "")}
      <label
        >${text.change}
        <div>
          <select
            @change=${(event: Event) =>
              this.analysis.setChange(
                kinds[(event.target as HTMLSelectElement).selectedIndex] ?? "knock-out",
              )}
          >
            ${kinds.map((kind) => html`<option .selected=${kind === change}>${text.names[kind]}</option>`)}
          </select>
        </div></label
      >
      ${result ? (this.analysis.hasTerms ? this.renderTerms(result) : this.renderTable(result)) : nothing}
    `;
  }

  /** The TFs that have a term of their own, once it is known which. */
  private get terms(): ReadonlySet<number> | undefined {
    const { result } = Families.of(this.bench).sum;
    return result && new Set(result.answer.features.flatMap(({ tfs }) => [...tfs]));
  }

  /** Of a model with terms: no level is set, and a TF without a term has no effect. */
  private renderTerms(result: Effects) {
    const { change, effects, response } = result;
    const { columns } = strings.tfs;
    const { terms } = this;
    return guard(
      [result, terms?.size],
      () =>
        html`<cisight-tf-table
          .label=${text.table(change)}
          .order=${bySize(effects).filter((tf) => terms?.has(tf) ?? true)}
          .tfs=${this.bench.model?.tfs ?? []}
          .columns=${[
            { name: columns.effect, help: columns.effectHelp, values: effects, digits: 3, bar: true },
            {
              name: columns.after,
              help: columns.afterHelp,
              values: effects.map((effect) => response + effect),
            },
          ]}
          .openLabel=${strings.tfs.openFamily}
          @open-tf=${(event: CustomEvent<number>) => Families.of(this.bench).chooseTf(event.detail)}
        ></cisight-tf-table>`,
    );
  }

  private renderTable(result: Effects) {
    const { change, effects, column, response } = result;
    const { columns } = strings.tfs;
    const after = (tf: number) => this.bench.figures.response(response + (effects[tf] ?? NaN));
    return guard(
      [result],
      () =>
        html`<cisight-tf-table
          .label=${text.table(change)}
          .order=${bySize(effects)}
          .tfs=${this.bench.model?.tfs ?? []}
          .columns=${[
            { name: columns.effect, help: columns.effectHelp, values: effects, digits: 3, bar: true },
            { name: columns.level, help: columns.levelHelp, values: column.values },
            {
              name: columns.changed,
              help: columns.changedHelp,
              values: column.values.map(changes[change]),
            },
          ]}
          .tryLabel=${(tf: number) => text.tryOf(change, [this.nameOf(tf)], after(tf))}
          @open-tf=${(event: CustomEvent<number>) => this.analysis.levels.open(event.detail)}
          @try-tf=${(event: CustomEvent<number>) => this.tryChange(change, [event.detail])}
        ></cisight-tf-table>`,
    );
  }
}
