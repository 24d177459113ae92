import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

/** Columns of a measured table whose headings fit no condition: which condition each belongs to is chosen here ("assign"). */
@customElement("cisight-measured-columns")
export class MeasuredColumnsElement extends LitElement {
  static override styles = [
    shared,
    css`
      ul {
        display: grid;
        gap: 0.25rem 1rem;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        max-height: 15rem;
        overflow: auto;
        padding: 0;
        margin: 0.25rem 0 0;
        list-style: none;
      }
      label {
        display: grid;
        gap: 0.125rem;
        overflow-wrap: anywhere;
      }
      select {
        width: 100%;
        min-height: 2rem;
      }
    `,
  ];

  /** Headings that fit nothing, or that were assigned by hand. */
  @property({ attribute: false }) columns: readonly string[] = [];
  /** The conditions of the map that no heading fits. */
  @property({ attribute: false }) conditions: readonly string[] = [];
  @property({ attribute: false }) assigned: ReadonlyMap<string, string> = new Map();

  override render() {
    return html`<details>
      <summary>${strings.measured.byHand(this.columns.length)}</summary>
      <p class="help">${strings.measured.byHandHelp}</p>
      <ul>
        ${this.columns.map((column) => this.renderColumn(column))}
      </ul>
    </details>`;
  }

  private renderColumn(column: string) {
    const { assigned, conditions } = this;
    const own = assigned.get(column) ?? "";
    const taken = new Set([...assigned.values()].filter((condition) => condition !== own));
    return html`<li>
      <label>
        <span>${column}</span>
        <select @change=${(event: Event) => this.assign(column, (event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!own}>${strings.measured.none}</option>
          ${conditions
            .filter((condition) => !taken.has(condition))
            .map(
              (condition) =>
                html`<option value=${condition} ?selected=${condition === own}>${condition}</option>`,
            )}
        </select>
      </label>
    </li>`;
  }

  private assign(column: string, condition: string): void {
    this.dispatchEvent(new CustomEvent("assign", { detail: { column, condition } }));
  }
}
