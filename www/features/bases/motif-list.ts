import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Motif } from "../../engine/messages";
import type { Layers } from "./layers";
import { consensus, searchMotifs } from "./motif-search";
import { reverseComplement } from "./track-editor";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { carryMotif, type CarriedMotif } from "../../tracks/motif-drag";

const mostListed = 12;

/** Motifs that can be dragged onto the track, or placed where the cursor is ("place"). */
@customElement("cisight-motif-list")
export class MotifListElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .search {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem 1rem;
        margin-block: 0.25rem;
      }
      .search input[type="search"] {
        height: 2rem;
        padding: 0 0.5rem;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
      }
      li {
        display: grid;
        grid-template-columns: 5rem minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.5rem;
        padding: 0.125rem 0.25rem;
        border-radius: 4px;
        cursor: grab;
      }
      li:hover {
        background: var(--sunken);
      }
      .bases {
        font: 600 0.8125rem/1.25 var(--mono);
        overflow-wrap: anywhere;
      }
      li button {
        min-height: 2rem;
      }
    `,
  ];

  @property({ attribute: false }) layers!: Layers;
  /** Counts the changes of the layers, so that this element is drawn again. */
  @property({ type: Number }) version = 0;
  @state() private typed = "";
  @state() private isReverse = false;

  override render() {
    return html`<details @toggle=${() => void this.layers.loadMotifs()}>
      <summary>${strings.motifs.title}</summary>
      <div class="search">
        <label>
          ${strings.motifs.search}
          <input
            type="search"
            placeholder=${strings.motifs.placeholder(this.layers.motifs.slice(0, 2).map(({ name }) => name))}
            autocomplete="off"
            spellcheck="false"
            @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
            @keydown=${this.onKey}
          />
        </label>
        <label>
          <input
            type="checkbox"
            .checked=${this.isReverse}
            @change=${(event: Event) => (this.isReverse = (event.target as HTMLInputElement).checked)}
          />
          ${strings.motifs.reverse}
        </label>
      </div>
      <p class="help">${strings.motifs.help}</p>
      ${this.layers.motifs.length ? this.renderList() : html`<p role="status">${strings.motifs.loading}</p>`}
    </details>`;
  }

  private renderList() {
    const found = searchMotifs(this.layers.motifs, this.typed);
    if (!found.length) return html`<p role="status">${strings.motifs.noMatch(this.typed)}</p>`;
    return html`<ul aria-label=${strings.motifs.list}>
        ${found.slice(0, mostListed).map(({ motif }) => this.renderMotif(motif))}
      </ul>
      ${found.length > mostListed ? html`<p class="help">${strings.motifs.more(found.length - mostListed)}</p>` : nothing}`;
  }

  private renderMotif(motif: Motif) {
    const carried = this.carried(motif);
    return html`<li
      draggable="true"
      @dragstart=${(event: DragEvent) => event.dataTransfer && carryMotif(event.dataTransfer, carried)}
    >
      <span>${motif.name}</span>
      <span class="bases">${carried.bases}</span>
      <button aria-label=${strings.motifs.place(motif.name)} @click=${() => this.place(carried)}>
        ${strings.motifs.placeShort}
      </button>
    </li>`;
  }

  private carried(motif: Motif): CarriedMotif {
    const bases = consensus(motif);
    return { name: motif.name, bases: this.isReverse ? reverseComplement(bases) : bases };
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const [first] = searchMotifs(this.layers.motifs, this.typed);
    if (event.key !== "Enter" || !first) return;
    event.preventDefault();
    this.place(this.carried(first.motif));
  };

  private place(carried: CarriedMotif): void {
    this.dispatchEvent(new CustomEvent("place", { detail: carried }));
  }
}
