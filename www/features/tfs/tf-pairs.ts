import { html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { signed } from "../../strings/format";
import { pairsTable } from "../downloads/export-tfs";
import { mostPaired } from "./tf-analysis";
import { excess, type Pairs } from "./tf-results";
import { findTfs } from "./tf-search";
import { namesOf } from "../models/names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/chips";
import "../../ui/combobox";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import { tfPairsStyle } from "./tf-pairs-style";
import { tfStyle } from "./tf-style";

const text = strings.tfs.pairs;
// Above this share the tint would cost the number its contrast.
const strongestTint = 55;

/** Two changes at once: a matrix of what they do beyond the sum of each alone. */
@customElement("cisight-tf-pairs")
export class TfPairsElement extends TfElement {
  static override styles = [shared, tfStyle, tfPairsStyle];

  @state() private typed = "";
  @state() private at: [number, number] = [1, 0];

  override render() {
    const { pairs, pairedTfs, pairsAreChosen } = this.analysis;
    const { model } = this.bench;
    const { result } = pairs;
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${
          result && model
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-tf-pairs"}
                .table=${pairsTable(result, model)}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <p class="help">${text.help}</p>
      ${this.renderProgress(pairs, text, result ? strings.tfs.effects.names[result.change] : "")}
      ${pairedTfs.length < 2 ? html`<p class="line">${text.few}</p>` : result ? this.renderMatrix(result) : html`<div class="space"></div>`}
      <cisight-combobox
        .label=${text.add}
        .help=${text.addHelp}
        .placeholder=${strings.tfs.searchPlaceholder(namesOf(this.bench).tfs)}
        .emptyText=${strings.tfs.noMatch(this.typed)}
        .options=${this.options(pairedTfs)}
        ?disabled=${pairedTfs.length >= mostPaired}
        @query=${(event: CustomEvent<string>) => (this.typed = event.detail)}
        @choose=${(event: CustomEvent<string>) => this.toggle(Number(event.detail))}
      ></cisight-combobox>
      <cisight-chips
        .label=${text.chosen}
        .items=${pairedTfs.map((tf) => ({ name: this.nameOf(tf), detail: model?.tfs[tf]?.id ?? "" }))}
        .removeLabel=${text.remove}
        @take-out=${(event: CustomEvent<number>) => this.toggle(pairedTfs[event.detail] ?? -1)}
      ></cisight-chips>
      ${
        pairsAreChosen
          ? html`<button class="plain" @click=${() => this.analysis.pair(undefined)}>${text.back}</button>`
          : nothing
      }
    `;
  }

  private renderMatrix(result: Pairs) {
    const { tfs, change } = result;
    const names = tfs.map((tf) => this.nameOf(tf));
    const [first, second] = this.atIn(result);
    const scale = Math.max(
      1e-9,
      ...tfs.flatMap((_, a) => tfs.slice(0, a).map((_, b) => Math.abs(excess(result, a, b)))),
    );
    const chosen = first === second ? [tfs[first] ?? -1] : [tfs[first] ?? -1, tfs[second] ?? -1];
    return html`<div class="scroller">
        <table aria-label=${text.table} @keydown=${(event: KeyboardEvent) => this.onKey(event, result)}>
          <thead>
            <tr>
              <th scope="col">${strings.tfs.columns.tf}</th>
              ${names.map((name) => html`<th scope="col"><span>${name}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${names.map(
              (name, a) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  ${names.map((_, b) => this.renderCell(result, a, b, scale, a === first && b === second))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="chosen">
        <span class="line numbers" role="status">${this.detail(result, first, second)}</span>
        <button
          aria-label=${strings.tfs.effects.tryOf(
            change,
            chosen.map((tf) => this.nameOf(tf)),
            this.promised(result, first, second),
          )}
          @click=${() => this.tryChange(change, chosen)}
        >
          ${strings.tfs.effects.tryIt}
        </button>
      </div>`;
  }

  private renderCell(result: Pairs, a: number, b: number, scale: number, isChosen: boolean) {
    const value = a === b ? (result.singles[a] ?? NaN) : excess(result, a, b);
    const tint = a === b ? 0 : Math.min(1, Math.abs(value) / scale) * strongestTint;
    return html`<td>
      <button
        class="numbers ${a === b ? "single" : value < 0 ? "lower" : "higher"}"
        tabindex=${isChosen ? 0 : -1}
        aria-pressed=${isChosen}
        .style=${`--tint: ${tint.toFixed(0)}%`}
        @click=${() => (this.at = [a, b])}
      >
        ${signed(value, 3)}
      </button>
    </td>`;
  }

  private detail(result: Pairs, a: number, b: number): string {
    const { tfs, singles, together } = result;
    const name = (at: number) => this.nameOf(tfs[at] ?? -1);
    if (a === b) return text.single(name(a), signed(singles[a] ?? NaN, 3));
    const sum = (singles[a] ?? NaN) + (singles[b] ?? NaN);
    const effect = together[a]?.[b] ?? NaN;
    return text.detail(name(a), name(b), signed(effect, 3), signed(sum, 3), signed(excess(result, a, b), 3));
  }

  private promised({ together }: Pairs, a: number, b: number): string {
    const response = this.analysis.effects.result?.response ?? NaN;
    return signed(response + (together[a]?.[b] ?? NaN));
  }

  private atIn({ tfs }: Pairs): [number, number] {
    const last = tfs.length - 1;
    return [Math.min(this.at[0], last), Math.min(this.at[1], last)];
  }

  private options(paired: number[]) {
    const { tfs = [] } = this.bench.model ?? {};
    return findTfs(tfs, this.typed).map((tf) => ({
      id: String(tf),
      text: tfs[tf]?.name ?? "",
      detail: tfs[tf]?.id ?? "",
      group: "",
      chosen: paired.includes(tf),
    }));
  }

  private toggle(tf: number): void {
    const { pairedTfs } = this.analysis;
    this.typed = "";
    const without = pairedTfs.filter((other) => other !== tf);
    this.analysis.pair(without.length < pairedTfs.length ? without : [...pairedTfs, tf]);
  }

  private onKey(event: KeyboardEvent, result: Pairs): void {
    const [a, b] = this.atIn(result);
    const moves: Partial<Record<string, [number, number]>> = {
      ArrowUp: [a - 1, b],
      ArrowDown: [a + 1, b],
      ArrowLeft: [a, b - 1],
      ArrowRight: [a, b + 1],
    };
    const target = moves[event.key];
    if (!target) return;
    event.preventDefault();
    if (!target.every((at) => at >= 0 && at < result.tfs.length)) return;
    this.at = target;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("td [tabindex='0']")?.focus(),
    );
  }
}
