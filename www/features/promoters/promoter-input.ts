import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { noSequence } from "../../engine/model-inputs";
import { genomeName } from "../genomes/genomes";
import { failed, type Message } from "../../state/message";
import { namesOf } from "../models/names";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/chips";
import "../../ui/combobox";
import "../genomes/genome-choice";
import type { ComboboxElement, Option } from "../../ui/combobox";
import "../../ui/messages";
import "./sequence-editor";
import "../../ui/text-field";

const mostProposals = 12;

/** Which promoters: genes by name, or the visitor's own sequences. */
@customElement("cisight-promoter-input")
export class PromoterInputElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      cisight-text-field {
        margin-top: 0.75rem;
      }
      /* What is said of the model's genome, and the example's genes, have their room from the start. */
      .genes {
        min-height: var(--genes-room, 0);
      }
    `,
  ];

  protected override follows({ frame, promoters, genomes, whatIf, unlike }: Workbench) {
    return [frame, promoters, genomes, whatIf, unlike];
  }

  @state() private options: Option[] = [];
  @state() private emptyText = "";
  @state() private catalogueMessages: Message[] = [];
  @query("cisight-combobox") private genes!: ComboboxElement;
  private asked = "";

  override render() {
    const { promoters } = this.bench;
    return html`
      <cisight-genome-choice .bench=${this.bench}></cisight-genome-choice>
      <div class="genes">
        ${promoters.hasCatalogue || !this.bench.model ? this.renderGenes() : this.renderExamples()}
        <cisight-chips
          .label=${promoters.hasCatalogue ? strings.promoters.chosen : strings.promoters.chosenExamples}
          .items=${promoters.genes.map(({ name, systematic }) => ({ name, detail: systematic === name ? "" : systematic }))}
          .removeLabel=${strings.promoters.remove}
          @take-out=${(event: CustomEvent<number>) => promoters.removeGene(event.detail)}
          @clear=${() => promoters.removeAllGenes()}
        ></cisight-chips>
      </div>
      <cisight-messages
        .messages=${[...this.catalogueMessages, ...promoters.geneMessages]}
      ></cisight-messages>
      <cisight-text-field
        .label=${strings.promoters.textLabel}
        .help=${this.textHelp()}
        .placeholder=${strings.promoters.textPlaceholder}
        accept=".fa,.fasta,.fna,.txt,.seq,text/plain"
        .rows=${6}
        .value=${promoters.text}
        .messages=${[...promoters.textMessages, ...this.bench.whatIf.notes("sequences"), ...this.bench.unlike.promoters]}
        @text=${(event: CustomEvent<string>) => void promoters.setText(event.detail)}
      ></cisight-text-field>
      <cisight-sequence-editor .bench=${this.bench}></cisight-sequence-editor>
    `;
  }

  private renderGenes() {
    const { promoters, genomes } = this.bench;
    const isOwn = genomes.inUse !== undefined;
    const { geneLabel, genePlaceholder, genomeGeneLabel, genomeGenePlaceholder } = strings.promoters;
    return html`<cisight-combobox
        .label=${isOwn ? genomeGeneLabel : geneLabel}
        .help=${this.geneHelp()}
        .placeholder=${isOwn ? genomeGenePlaceholder : genePlaceholder(namesOf(this.bench).genes)}
        .options=${this.options}
        .emptyText=${this.emptyText}
        @query=${(event: CustomEvent<string>) => void this.propose(event.detail)}
        @choose=${(event: CustomEvent<string>) => void this.add([event.detail])}
        @enter=${(event: CustomEvent<string>) => void this.enter(event.detail)}
      ></cisight-combobox>
      <button class="plain" @click=${() => void promoters.addAllGenes()}>
        ${strings.promoters.addAll}
      </button>`;
  }

  private geneHelp(): string {
    const { genomes, model, about } = this.bench;
    const { geneHelp, geneHelpFramed, genomeGeneHelp } = strings.promoters;
    if (genomes.inUse) return genomeGeneHelp(genomeName(genomes.inUse), genomes.inUse.length);
    if (!model) return "";
    const genome = about?.genome ?? "";
    return model.frame
      ? geneHelpFramed(genome)
      : geneHelp([model.window - model.downstream, model.downstream], model.anchor, genome);
  }

  private renderExamples() {
    const { promoters } = this.bench;
    const chosen = new Set(promoters.genes.map(({ systematic }) => systematic));
    const left = promoters.examples.filter(({ systematic }) => !chosen.has(systematic));
    if (!left.length) return nothing;
    const names = left.map(({ name }) => name);
    return html`<button class="plain" @click=${() => void promoters.addGenes(names)}>
      ${strings.promoters.addExamples(left.length)}
    </button>`;
  }

  private textHelp(): string {
    const { model } = this.bench;
    if (!model) return "";
    const { window, anchor, frame, sequenceInput } = model;
    const { textHelp, textHelpFramed, textHelpWhole } = strings.promoters;
    if (sequenceInput === noSequence) return textHelpWhole;
    return frame
      ? textHelpFramed(window, frame.left.length, frame.right.length)
      : textHelp([window - model.downstream, model.downstream], anchor);
  }

  private async propose(typed: string): Promise<void> {
    // Several names at once are completed one by one: the last is the one being typed.
    const prefix = typed.split(/[\s,;]+/).at(-1) ?? "";
    this.asked = prefix;
    try {
      if (!this.options.length) this.emptyText = strings.promoters.catalogueLoading;
      const { engine, promoters } = this.bench;
      const found = prefix
        ? await engine.completeGene(prefix, mostProposals)
        : void (await engine.loadCatalogue());
      if (this.asked !== prefix) return;
      const chosen = new Set(promoters.genes.map((gene) => gene.systematic));
      this.catalogueMessages = [];
      this.emptyText = prefix ? strings.promoters.noGene(prefix) : "";
      this.options = (found ?? []).map(({ systematic, standard }) => ({
        id: systematic,
        text: standard || systematic,
        detail: standard ? systematic : "",
        group: "",
        chosen: chosen.has(systematic),
      }));
    } catch (reason) {
      this.options = [];
      this.emptyText = "";
      this.catalogueMessages = [failed(reason)];
    }
  }

  /** What is chosen while the page starts comes after what it begins with. */
  private async add(names: string[]): Promise<void> {
    await this.bench.begun();
    await this.bench.promoters.addGenes(names);
  }

  private async enter(text: string): Promise<void> {
    const names = text.split(/[\s,;]+/).filter(Boolean);
    const { promoters } = this.bench;
    await this.add(names);
    // A name that is not known stays in the field, to be corrected.
    if (!promoters.geneMessages.some((message) => message.kind === "error")) this.genes.clear();
  }
}
