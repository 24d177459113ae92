import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { genomeName, saveGenomeFasta } from "./genomes";
import type { KeptGenome } from "../../store/database";
import { sizeOf } from "../../store/shelf";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/delete-button";
import { keptListStyle } from "../../ui/kept-list-style";

/** The genomes that this browser keeps; one can be used for gene names ("use") or deleted ("remove"). */
@customElement("cisight-genome-list")
export class GenomeListElement extends LitElement {
  static override styles = [shared, keptListStyle];

  @property({ attribute: false }) genomes: readonly KeptGenome[] = [];
  /** The id of the one in use. */
  @property() inUse: string | undefined;

  override render() {
    if (!this.genomes.length) return nothing;
    return html`<div class="kept">
      <h3 id="list">${strings.genomes.list}</h3>
      <ul aria-labelledby="list">
        ${repeat(
          this.genomes,
          ({ id }) => id,
          (genome) => this.renderGenome(genome),
        )}
      </ul>
      <p class="help">${strings.genomes.listHelp}</p>
    </div>`;
  }

  private renderGenome(genome: KeptGenome) {
    const { id, report, length, downstream = 0, anchor } = genome;
    const name = genomeName(genome) || id;
    const tell = (event: string) => () => this.dispatchEvent(new CustomEvent(event, { detail: genome }));
    return html`<li>
      <span class="what numbers">
        ${name} ${id === this.inUse ? html`<span class="now">${strings.files.inUse}</span>` : nothing}
        <span class="help">
          ${strings.genomes.item(report.genes, [length, downstream], anchor, strings.files.megabytes(sizeOf(genome)))}
        </span>
      </span>
      <button aria-label=${strings.genomes.useNamed(name)} @click=${tell("use")}>${strings.files.use}</button>
      <button aria-label=${strings.genomes.downloadNamed(name)} @click=${() => saveGenomeFasta(genome)}>
        ${strings.genomes.download}
      </button>
      <cisight-delete-button .name=${name} @remove=${tell("remove")}></cisight-delete-button>
    </li>`;
  }
}
