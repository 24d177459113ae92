import { html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogElement } from "../../app/dialog-element";
import { dialogStyle } from "../../app/dialog-style";
import type { EmbeddingSpec } from "../../engine/messages";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { dialogFrame } from "../../ui/dialog";
import "../../ui/file-drop";
import "../../ui/messages";
import { renderOutcome } from "../../ui/outcome";
import "../../ui/text-field";
import "./embedder-list";
import { embeddingWorkOf, type EmbeddingWork, type MadeEmbeddings } from "./embedding-work";

/** Makes what an input reads of sequences, by a language model of the visitor's. */
@customElement("cisight-embedder-dialog")
export class EmbedderDialogElement extends DialogElement {
  static override styles = [shared, dialogFrame, dialogStyle];

  /** The input that reads it. */
  @property({ attribute: false }) spec!: EmbeddingSpec;
  protected override readonly heading = strings.embedder.title;

  protected override get followed(): EmbeddingWork {
    return embeddingWorkOf(this.bench, this.spec);
  }

  protected override leave(): void {
    this.followed.rest();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.followed.begin(this.spec);
  }

  protected override renderBody() {
    const state = this.followed;
    return html`<p>${strings.embedder.help(this.spec)} ${strings.files.local}</p>
      ${this.renderEmbedders()} ${this.renderSequences()}
      <div class="actions">
        <button class="primary" ?disabled=${state.isBusy} @click=${() => void state.run(this.spec)}>
          ${strings.embedder.make}
        </button>
      </div>
      ${this.renderProgress()}
      <div class="outcome" role="status">${state.made ? this.renderMade(state.made) : nothing}</div>`;
  }

  private renderEmbedders() {
    const state = this.followed;
    const { added } = state;
    const said = strings.embedder;
    const kindOf = ({ name }: File) => said.kinds[/\.json$/i.test(name) ? "config" : "weights"];
    return html`<cisight-embedder-list
        .embedders=${state.list}
        .inUse=${state.chosen}
        ?disabled=${state.isBusy}
        @choose=${(event: CustomEvent<string>) => state.set({ chosen: event.detail })}
        @discard=${(event: CustomEvent<string>) => void state.remove(event.detail)}
      ></cisight-embedder-list>
      <cisight-file-drop
        .label=${said.files}
        .help=${said.filesHelp}
        accept=".json,.safetensors,.bin,.pt"
        .items=${state.files.map((file) => ({ name: file.name, size: file.size, kind: kindOf(file) }))}
        ?disabled=${state.isBusy}
        @files=${(event: CustomEvent<File[]>) => void state.take(event.detail)}
        @take-out=${(event: CustomEvent<number>) => state.takeOut(event.detail)}
      ></cisight-file-drop>
      ${renderOutcome({
        progress: state.adding,
        running: said.checking,
        cancelled: said.notAdded,
        cancel: () => state.cancel(),
      })}
      <p role="status" class="help">
        ${added ? added.problem || said.added(added.title, strings.files.megabytes(added.size)) : nothing}
      </p>`;
  }

  private renderSequences() {
    const state = this.followed;
    const said = strings.embedder;
    return html`<cisight-text-field
        .label=${said.sequences}
        .help=${said.sequencesHelp(this.spec)}
        .placeholder=${said.sequencesPlaceholder}
        accept=".fa,.fasta,.fna,.txt,.seq,text/plain"
        .rows=${5}
        .value=${state.sequences ?? ""}
        @text=${(event: CustomEvent<string>) => state.set({ sequences: event.detail })}
      ></cisight-text-field>
      <div class="fields">
        <div>
          <label for="core">${said.core}</label>
          <input
            id="core"
            inputmode="numeric"
            autocomplete="off"
            aria-describedby="core-help"
            .value=${state.core}
            @input=${(event: Event) => state.set({ core: (event.target as HTMLInputElement).value })}
          />
          <p class="help" id="core-help">${said.coreHelp(this.spec.positions)}</p>
        </div>
      </div>
      <div>
        <label>
          <input
            type="checkbox"
            aria-describedby="flanked-help"
            .checked=${state.isFlanked}
            @change=${(event: Event) => state.set({ isFlanked: (event.target as HTMLInputElement).checked })}
          />
          ${said.flanked}
        </label>
        <p class="help" id="flanked-help">${said.flankedHelp}</p>
      </div>`;
  }

  private renderProgress() {
    const state = this.followed;
    const { progress, secondsLeft } = state;
    const isAtWork = progress.state === "running" && progress.done > 0;
    const said = strings.embedder;
    return renderOutcome({
      progress,
      running: isAtWork ? said.running(progress.done, progress.total, secondsLeft) : said.preparing,
      cancelled: said.cancelled,
      cancel: () => state.cancel(),
    });
  }

  private renderMade({ names, positions, width, computed, found, seconds, messages }: MadeEmbeddings) {
    const state = this.followed;
    const said = strings.embedder;
    const unfit = state.unfit(this.spec);
    const all = unfit ? [...messages, unfit] : messages;
    return html`<div class="result">
      <p>
        <b>${said.made(names.length, [...new Set(positions)], width)}</b>
        ${said.windows(computed, found, seconds)}
      </p>
      ${all.length ? html`<cisight-messages .messages=${all}></cisight-messages>` : nothing}
      <div class="actions">
        ${
          unfit
            ? nothing
            : html`<button class="primary" @click=${() => void this.use()}>
                ${said.use(this.spec.name)}
              </button>`
        }
        <button @click=${() => void state.save()}>${said.save}</button>
      </div>
    </div>`;
  }

  private async use(): Promise<void> {
    await this.followed.use(this.spec);
    this.close();
  }
}
