import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { levelsTable } from "../downloads/export-tfs";
import { findTfs } from "./tf-search";
import { namesOf } from "../models/names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/combobox";
import type { ComboboxElement } from "../../ui/combobox";
import "../downloads/table-downloads";
import { TfElement } from "./tf-element";
import "./tf-slider";
import type { TfSliderElement } from "./tf-slider";
import { tfStyle } from "./tf-style";

const text = strings.tfs.levels;

/** The TFs that are turned up or down in the chosen condition, each with a slider, and the response that follows. */
@customElement("cisight-tf-levels")
export class TfLevelsElement extends TfElement {
  static override styles = [
    shared,
    tfStyle,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 34rem), 1fr));
        gap: 0.25rem 2rem;
        margin-block: 0.25rem;
      }
      .response {
        margin-top: 0.375rem;
        font-weight: 600;
      }
      .response small {
        font-weight: 400;
        color: var(--muted);
      }
      cisight-combobox {
        max-width: 22rem;
      }
    `,
  ];

  @state() private typed = "";
  @query("cisight-combobox") private finder!: ComboboxElement;

  override render() {
    const { levels } = this.analysis;
    const { model, predictions } = this.bench;
    const { chosen } = predictions;
    const { shown } = levels;
    const isSet = shown.some((tf) => levels.isSet(tf));
    return html`
      <div class="title">
        <h3>${text.title}</h3>
        ${
          isSet && chosen && model
            ? html`<cisight-table-downloads
                .what=${text.file}
                .file=${"cisight-tf-levels"}
                .table=${levelsTable(chosen.column.name, chosen.column.values, model)}
              ></cisight-table-downloads>`
            : nothing
        }
      </div>
      <p class="help">${text.help}</p>
      <p class="line response numbers">${this.renderResponse()}</p>
      <ul aria-label=${text.list}>
        ${repeat(
          shown,
          (tf) => tf,
          (tf) =>
            html`<li>
              <cisight-tf-slider
                .name=${this.nameOf(tf)}
                .systematic=${model?.tfs[tf]?.id ?? ""}
                .level=${levels.levelOf(tf)}
                .own=${levels.ownLevelOf(tf)}
                .mean=${model?.tfMeans[tf] ?? NaN}
                ?set=${levels.isSet(tf)}
                @gesture=${() => levels.startGesture()}
                @level=${(event: CustomEvent<number>) => levels.move(tf, event.detail)}
                @reset=${() => levels.reset([tf])}
                @remove=${() => levels.close(tf)}
              ></cisight-tf-slider>
            </li>`,
        )}
      </ul>
      <div class="tools">
        <cisight-combobox
          .label=${text.add}
          .help=${text.addHelp}
          .placeholder=${strings.tfs.searchPlaceholder(namesOf(this.bench).tfs)}
          .emptyText=${strings.tfs.noMatch(this.typed)}
          .options=${this.options(shown)}
          @query=${(event: CustomEvent<string>) => (this.typed = event.detail)}
          @choose=${(event: CustomEvent<string>) => levels.open(Number(event.detail))}
          @enter=${(event: CustomEvent<string>) => this.openTyped(event.detail)}
        ></cisight-combobox>
        ${isSet ? html`<button @click=${() => levels.reset(shown)}>${text.resetAll}</button>` : nothing}
      </div>
    `;
  }

  /** A slider that was asked for further down must be seen to have opened. */
  override updated(): void {
    const { levels } = this.analysis;
    const at = levels.shown.indexOf(levels.takeAsked() ?? -1);
    const slider = [...this.renderRoot.querySelectorAll<TfSliderElement>("cisight-tf-slider")][at];
    void slider?.updateComplete.then(() => slider.focus());
  }

  private renderResponse() {
    const { figures } = this.bench;
    const { chosen, grid, cell } = this.bench.predictions;
    if (!chosen || !grid) return nothing;
    const value = grid.responses[cell.row * grid.columns.length + cell.column] ?? NaN;
    if (Number.isNaN(value)) return nothing;
    const origin = grid.columns.findIndex(({ key }) => key === chosen.column.origin?.key);
    const before = grid.responses[cell.row * grid.columns.length + origin];
    return html`${text.response(chosen.row.name, chosen.column.name, figures.response(value), this.unit)}
    ${
      origin >= 0 && before !== undefined
        ? html`<small>${text.before(figures.response(before), figures.change(value - before))}</small>`
        : nothing
    }`;
  }

  private options(shown: number[]) {
    const { tfs = [] } = this.bench.model ?? {};
    return findTfs(tfs, this.typed).map((tf) => ({
      id: String(tf),
      text: tfs[tf]?.name ?? "",
      detail: tfs[tf]?.id ?? "",
      group: "",
      chosen: shown.includes(tf),
    }));
  }

  private openTyped(typed: string): void {
    const [first] = findTfs(this.bench.model?.tfs ?? [], typed);
    if (first === undefined) return;
    this.analysis.levels.open(first);
    this.finder.clear();
  }
}
