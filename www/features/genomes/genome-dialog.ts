import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { Anchor } from "../../engine/files-api";
import { genomeImportOf, type GenomeImport } from "./genome-import";
import { saveGenomeFasta } from "./genomes";
import type { KeptGenome } from "../../store/database";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { DialogElement } from "../../app/dialog-element";
import { dialogStyle } from "../../app/dialog-style";
import "../../ui/file-drop";
import "./genome-list";
import "./genome-report";
import { dialogFrame } from "../../ui/dialog";
import { renderOutcome } from "../../ui/outcome";

const accept = ".fa,.fasta,.fna,.fas,.2bit,.gff,.gff3,.gtf,.gb,.gbk,.gbff,.genbank,.gz,.bgz,.txt";
const anchors: Anchor[] = ["start-codon", "transcript-start", "transcript-end"];

/** Makes a genome with its annotation the source of gene names, and lists those that this browser keeps. */
@customElement("cisight-genome-dialog")
export class GenomeDialogElement extends DialogElement {
  static override styles = [shared, dialogFrame, dialogStyle];

  protected override readonly heading = strings.genomes.title;

  protected override get followed(): GenomeImport {
    return genomeImportOf(this.bench);
  }

  protected override leave(): void {
    this.followed.rest();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.followed.begin();
    void this.bench.genomes.refresh();
  }

  protected override renderBody() {
    const { genomes } = this.bench;
    const isThere = this.followed.worker.isThere;
    return html`<p>${isThere ? strings.genomes.help : strings.files.notHere} ${strings.files.local}</p>
      ${isThere ? this.renderForm() : nothing}
      <cisight-genome-list
        .genomes=${genomes.list}
        .inUse=${genomes.inUse?.id}
        @use=${(event: CustomEvent<KeptGenome>) => void this.use(event.detail)}
        @remove=${(event: CustomEvent<KeptGenome>) => void this.discard(event.detail)}
      ></cisight-genome-list>`;
  }

  private renderForm() {
    const state = this.followed;
    const { anchor: read = "start codon" } = this.bench.model ?? {};
    const kindOf = new Map(state.kinds.map(({ name, kind }) => [name, strings.genomes.kinds[kind]]));
    return html`<cisight-file-drop
        .label=${strings.genomes.files}
        .accept=${accept}
        .items=${state.files.map(({ name, size }) => ({ name, size, kind: kindOf.get(name) ?? "" }))}
        ?disabled=${state.isRunning}
        @files=${(event: CustomEvent<File[]>) => state.add(event.detail)}
        @take-out=${(event: CustomEvent<number>) => state.takeOut(event.detail)}
      ></cisight-file-drop>
      <div class="fields">
        <div>
          <label for="anchor"
            >${state.modelDownstream ? strings.genomes.anchorInside : strings.genomes.anchor}</label
          >
          <select
            id="anchor"
            aria-describedby="anchor-help"
            @change=${(event: Event) => state.set({ anchor: valueOf(event) as Anchor })}
          >
            ${anchors.map((anchor) => html`<option value=${anchor} .selected=${anchor === state.anchor}>${strings.genomes.anchors[anchor]}</option>`)}
          </select>
          <p class="help" id="anchor-help">${strings.genomes.anchorHelp(read, state.modelDownstream > 0)}</p>
        </div>
        <div>
          <label for="length">${strings.genomes.length}</label>
          <input
            id="length"
            inputmode="numeric"
            autocomplete="off"
            aria-describedby="length-help"
            .value=${state.length}
            @input=${(event: Event) => state.set({ length: valueOf(event) })}
          />
          <p class="help" id="length-help">${strings.genomes.lengthHelp(state.modelLength)}</p>
        </div>
        ${state.modelDownstream || Number(state.downstream) ? this.renderDownstream() : nothing}
        ${this.renderText("species")} ${this.renderText("assembly")}
      </div>
      <p class="help">${strings.genomes.nameHelp}</p>
      <div class="actions">
        <button class="primary" ?disabled=${state.isRunning} @click=${() => void state.run()}>
          ${strings.genomes.read}
        </button>
      </div>
      ${this.renderProgress()} ${this.renderResult()}`;
  }

  /** For models that read on behind their anchor. */
  private renderDownstream() {
    const state = this.followed;
    return html`<div>
      <label for="downstream">${strings.genomes.downstream}</label>
      <input
        id="downstream"
        inputmode="numeric"
        autocomplete="off"
        aria-describedby="downstream-help"
        .value=${state.downstream}
        @input=${(event: Event) => state.set({ downstream: valueOf(event) })}
      />
      <p class="help" id="downstream-help">${strings.genomes.downstreamHelp(state.modelDownstream)}</p>
    </div>`;
  }

  private renderText(name: "species" | "assembly") {
    const state = this.followed;
    return html`<div>
      <label for=${name}>${strings.genomes[name]}</label>
      <input
        id=${name}
        autocomplete="off"
        spellcheck="false"
        maxlength="120"
        .value=${state[name]}
        @input=${(event: Event) => state.set({ [name]: valueOf(event) })}
      />
    </div>`;
  }

  private renderProgress() {
    const state = this.followed;
    const { progress } = state;
    const isReading = progress.state === "running" && progress.total > 0 && progress.done < progress.total;
    const { readingOf, extracting, cancelled } = strings.genomes;
    return renderOutcome({
      progress,
      running: isReading ? readingOf(progress.done, progress.total) : extracting,
      cancelled,
      cancel: () => state.cancel(),
    });
  }

  private renderResult() {
    const { result } = this.followed;
    return html`<div class="outcome" role="status">
      ${
        result
          ? html`<cisight-genome-report
              .genome=${result.genome}
              .problem=${result.problem}
              @use=${() => void this.use(result.genome)}
              @save=${() => saveGenomeFasta(result.genome)}
            ></cisight-genome-report>`
          : nothing
      }
    </div>`;
  }

  private async use(genome: KeptGenome): Promise<void> {
    const whole = await this.followed.complete(genome);
    if (!whole) return;
    void this.bench.geneSource.use(whole);
    this.close();
  }

  private async discard({ id }: KeptGenome): Promise<void> {
    const { genomes } = this.bench;
    if (genomes.inUse?.id === id) await this.bench.geneSource.use(undefined);
    if (this.followed.result?.genome.id === id) this.followed.result = undefined;
    await genomes.remove(id);
  }
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
