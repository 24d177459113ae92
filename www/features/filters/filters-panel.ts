import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { Workbench } from "../../app/workbench";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { decimal, tableLines, type TableFormat } from "../downloads/export-table";
import "../downloads/table-downloads";
import type { GrammarFile, Kernel } from "../grammar/grammar-file";
import { grammarStyle } from "../grammar/grammar-style";
import { logo } from "../grammar/logo";
import { tfStyle } from "../tfs/tf-style";
import { saveText } from "../../ui/save-file";
import "../../ui/progress";
import { Filters } from "./filters";
import { memeOf } from "./meme";
import { profileChart } from "./profile-chart";

const text = strings.filters;
const logoHeight = 34;
/** A known motif is named as alike below it. */
const alike = 0.05;
const resembles = ({ match }: Kernel) => match !== undefined && match.qValue < alike;

/** What the kernels of the model's first convolution look for, what that resembles, and where along sequences it stands. */
@customElement("cisight-filters-panel")
export class FiltersPanelElement extends BenchElement {
  static override styles = [
    shared,
    tfStyle,
    grammarStyle,
    css`
      :host {
        display: block;
      }
      .kernels {
        max-height: none;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
      }
      /* On a phone the words stand below the logo. */
      .kernels li {
        display: flex;
        flex-wrap: wrap;
      }
      .kernels li > span {
        flex: 1 1 9rem;
        min-width: 0;
      }
      .profile polygon {
        fill: var(--accent);
      }
      svg.profile {
        max-width: 100%;
      }
      label {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 400;
      }
    `,
  ];

  protected override follows({ frame }: Workbench) {
    return [frame];
  }

  @state() private onlyNamed = false;
  private watches: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.isNamed) return;
    const filters = Filters.of(this.bench);
    this.watches = [filters.subscribe(() => this.requestUpdate()), filters.watch()];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.watches.splice(0)) end();
  }

  /** Its features are named motifs. */
  private get isNamed(): boolean {
    return this.bench.model?.capabilities.features ?? false;
  }

  override render() {
    if (this.isNamed)
      return html`<h3>${text.title}</h3>
        <p class="help">${text.named}</p>`;
    const { file } = Filters.of(this.bench);
    const { running, cancelled, again } = strings.grammar.file;
    return html`<h3>${text.title}</h3>
      ${
        file.result
          ? this.renderFile(file.result)
          : html`<cisight-progress
              .progress=${file.progress}
              .running=${running}
              .cancelled=${cancelled}
              .again=${again}
              .idle=${file.progress.state === "idle" ? text.none : ""}
              @cancel=${() => file.cancel()}
              @again=${() => file.again()}
            ></cisight-progress>`
      }`;
  }

  private renderFile(file: GrammarFile) {
    const { kernels, promoters, share, known, of } = file;
    const shown = this.onlyNamed ? kernels.filter(resembles) : kernels;
    return html`<p class="help">${text.help(promoters, share, known)}</p>
      <p class="line">
        ${text.listed(kernels.length, of ?? kernels.length, kernels.filter(resembles).length)}
      </p>
      <div class="tools">
        <label
          ><input
            type="checkbox"
            .checked=${this.onlyNamed}
            @change=${(event: Event) => (this.onlyNamed = (event.target as HTMLInputElement).checked)}
          />${text.onlyNamed}</label
        >
        <cisight-table-downloads
          .what=${text.table}
          .file=${"cisight-kernels"}
          .table=${(format: TableFormat) => [lines(shown, format)]}
        ></cisight-table-downloads>
        <button
          class="plain"
          title=${text.file}
          @click=${() => saveText("cisight-kernels.meme", memeOf(shown))}
        >
          ${text.save}
        </button>
      </div>
      <ul class="kernels" aria-label=${text.list}>
        ${shown.map((kernel) => this.renderKernel(kernel, file))}
      </ul>`;
  }

  private renderKernel(kernel: Kernel, file: GrammarFile) {
    const { name, probabilities, consensus, sites, promoters, match, places } = kernel;
    const { like, closest, sites: counted } = strings.grammar.kernels;
    const where = places && placesOf(places, file);
    return html`<li>
      ${logo(probabilities, logoHeight)}
      <span
        >${name} <span class="visually-hidden">${strings.grammar.terms.looksFor(consensus)}</span>
        <small>${match ? (resembles(kernel) ? like : closest)(match.name, match.qValue) : ""}</small>
        <small class="numbers">${counted(sites, promoters)}</small>
        ${
          where && places
            ? html`<span title=${where}>${profileChart(places)}</span
                ><span class="visually-hidden">${where}</span>`
            : nothing
        }
      </span>
    </li>`;
  }
}

/** Where sites stand, in words. */
function placesOf(places: readonly number[], { window, downstream, bin }: GrammarFile): string | undefined {
  if (!window || !bin) return undefined;
  const upstream = window - (downstream ?? 0);
  const [from, to] = [-upstream, window - 1 - upstream];
  const at = places.indexOf(Math.max(...places));
  const most = text.bin(at * bin - upstream, Math.min((at + 1) * bin, window) - 1 - upstream);
  return text.places(from, to, most);
}

function lines(kernels: readonly Kernel[], format: TableFormat): string {
  const header = ["kernel", "sites", "promoters", "consensus", "target", "name", "q_value"];
  const rows = kernels.map(({ name, sites, promoters, consensus, match }) => [
    name,
    String(sites),
    String(promoters),
    consensus,
    match?.id ?? "",
    match?.name ?? "",
    match ? decimal(match.qValue) : "",
  ]);
  return tableLines([header, ...rows], format);
}
