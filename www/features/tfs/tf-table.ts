import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { signed, unsigned } from "../../strings/format";
import type { ModelDescription } from "../../engine/messages";
import { compare, isNamed } from "./tf-search";
import { twoNames } from "../models/two-names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { signedBar } from "../../ui/signed-bar";
import { tfStyle } from "./tf-style";
import { tfTableStyle } from "./tf-table-style";

export interface TfColumn {
  name: string;
  help: string;
  /** One a TF of the model. */
  values: ArrayLike<number>;
  digits?: number;
  /** Drawn as a bar beside its number. */
  bar?: boolean;
  isSize?: boolean;
}

/** A line a TF, to sort and to search. A TF's name opens its slider ("open-tf"), its last button tries it ("try-tf"). */
@customElement("cisight-tf-table")
export class TfTableElement extends LitElement {
  static override styles = [shared, tfStyle, tfTableStyle];

  @property() label = "";
  /** In the order of the ranking. */
  @property({ attribute: false }) order: readonly number[] = [];
  @property({ attribute: false }) columns: readonly TfColumn[] = [];
  @property({ attribute: false }) tfs: ModelDescription["tfs"] = [];
  /** So many until all are asked for. */
  @property({ type: Number }) most = 15;
  @property({ attribute: false }) tryLabel: ((tf: number) => string) | undefined;
  /** What a TF's name does. */
  @property({ attribute: false }) openLabel: (tf: string) => string = strings.tfs.open;
  @state() private all = false;
  @state() private typed = "";
  /** -1 is the name. */
  @state() private sorted: { column: number; descending: boolean } | undefined;

  override render() {
    const found = this.found();
    const shown = this.all || this.typed ? found : found.slice(0, this.most);
    return html`
      <div class="tools">
        <label
          >${strings.tfs.search}
          <div>
            <input
              type="search"
              placeholder=${strings.tfs.searchPlaceholder(twoNames(this.tfs.map(({ name, id }) => [name, id])))}
              .value=${this.typed}
              @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value.trim())}
            /></div
        ></label>
        ${
          this.order.length > this.most
            ? html`<button aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>
                ${this.all ? strings.tfs.showTop(this.most) : strings.tfs.showAll(this.order.length)}
              </button>`
            : nothing
        }
      </div>
      <div class="scroller" role="region" aria-label=${this.label} tabindex="0">
        <table role="table" class=${this.columns.length > 4 ? "many" : ""} aria-label=${this.label}>
          <thead role="rowgroup">
            <tr role="row">
              ${this.renderHead(-1, strings.tfs.columns.tf, "")}
              ${this.columns.map(({ name, help }, at) => this.renderHead(at, name, help))}
              ${this.tryLabel ? html`<th role="columnheader" scope="col">${strings.tfs.columns.action}</th>` : nothing}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${shown.map((tf) => this.renderRow(tf))}
          </tbody>
        </table>
      </div>
      <p class="help" role="status">${found.length ? "" : strings.tfs.noMatch(this.typed)}</p>
    `;
  }

  private renderHead(column: number, name: string, help: string) {
    const { sorted } = this;
    const isSorted = sorted?.column === column;
    const direction = isSorted ? (sorted.descending ? "descending" : "ascending") : "none";
    return html`<th role="columnheader" scope="col" aria-sort=${direction} title=${help}>
      <button class="plain" @click=${() => this.sort(column)}>
        ${name}<span aria-hidden="true">${isSorted ? (sorted.descending ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>`;
  }

  private renderRow(tf: number) {
    const { tfs, tryLabel } = this;
    const { id = "", name = "" } = tfs[tf] ?? {};
    return html`<tr role="row">
      <th role="rowheader" scope="row">
        <button
          class="plain"
          title=${id}
          aria-label=${this.openLabel(name)}
          @click=${() => this.tell("open-tf", tf)}
        >
          ${name}
        </button>
      </th>
      ${this.columns.map((column) => this.renderValue(column, column.values[tf] ?? NaN))}
      ${
        tryLabel
          ? html`<td role="cell">
              <button aria-label=${tryLabel(tf)} @click=${() => this.tell("try-tf", tf)}>
                ${strings.tfs.effects.tryIt}
              </button>
            </td>`
          : nothing
      }
    </tr>`;
  }

  private renderValue({ values, digits = 2, bar, isSize }: TfColumn, value: number) {
    const text = isSize ? unsigned(value, digits) : signed(value, digits);
    if (!bar) return html`<td role="cell" class="numbers">${text}</td>`;
    return html`<td role="cell" class="numbers">${signedBar(text, value, largest(values))}</td>`;
  }

  private found(): number[] {
    const { tfs, typed, sorted } = this;
    const found = this.order.filter((tf) => tfs[tf] !== undefined && isNamed(tfs[tf], typed));
    if (!sorted) return found;
    const turn = sorted.descending ? -1 : 1;
    const values = this.columns[sorted.column]?.values;
    if (!values) return found.sort((a, b) => turn * compare(tfs[a]?.name, tfs[b]?.name));
    return found.sort((a, b) => turn * ((values[a] ?? 0) - (values[b] ?? 0)));
  }

  /** Numbers start with the largest, names with A; a third time goes back to the ranking. */
  private sort(column: number): void {
    const first = column >= 0;
    if (this.sorted?.column !== column) this.sorted = { column, descending: first };
    else if (this.sorted.descending === first) this.sorted = { column, descending: !first };
    else this.sorted = undefined;
  }

  private tell(name: string, tf: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail: tf }));
  }
}

function largest(values: ArrayLike<number>): number {
  let most = 1e-9;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Math.abs(values[at] ?? 0));
  return most;
}
