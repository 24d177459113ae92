import { html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { modelImportOf, type ModelImport } from "./model-import";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { noted } from "../../state/message";
import { DialogElement } from "../../app/dialog-element";
import { dialogStyle } from "../../app/dialog-style";
import "../../ui/file-drop";
import "./model-form";
import "./network-form";
import "./network-preview";
import { networks } from "./network-strings";
import { dialogFrame } from "../../ui/dialog";
import { renderOutcome } from "../../ui/outcome";
import { saveFile } from "../../ui/save-file";
import { ownModelZip } from "./own-models";
import "./own-model-list";

const running = {
  look: networks.reading,
  preview: networks.previewing,
  add: strings.ownModels.checking,
} as const;

/** Adds a visitor's own model to those that can be chosen, and lists those that this browser keeps. */
@customElement("cisight-model-dialog")
export class ModelDialogElement extends DialogElement {
  static override styles = [shared, dialogFrame, dialogStyle];

  protected override readonly heading = strings.ownModels.title;

  protected override get followed(): ModelImport {
    return modelImportOf(this.bench);
  }

  protected override leave(): void {
    this.followed.rest();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.bench.models.listOwn();
  }

  protected override renderBody() {
    const { models, model } = this.bench;
    const isThere = this.followed.worker.isThere;
    return html`<p>${isThere ? strings.ownModels.help : strings.files.notHere} ${strings.files.local}</p>
      ${isThere ? this.renderForm() : nothing}
      <cisight-own-model-list
        .models=${models.own}
        .inUse=${model?.id}
        @use=${(event: CustomEvent<string>) => this.use(event.detail)}
        @zip=${(event: CustomEvent<string>) => void this.saveZip(event.detail)}
        @rename=${(event: CustomEvent<{ id: string; title: string }>) => void this.bench.renameModel(event.detail.id, event.detail.title)}
        @discard=${(event: CustomEvent<string>) => void models.removeOwn(event.detail, event.detail === model?.id)}
      ></cisight-own-model-list>`;
  }

  private renderForm() {
    const state = this.followed;
    const { file, isRunning } = state;
    const kindOf = (own: File) => strings.ownModels.kinds[own === file ? state.kind : "pack"];
    const isNetwork = state.kind === "network";
    return html`<cisight-file-drop
        .label=${strings.ownModels.files}
        .help=${file && state.kind === "zip" ? strings.ownModels.isZip(file.name) : strings.ownModels.filesHelp}
        .items=${state.files.map((own) => ({ name: own.name, size: own.size, kind: kindOf(own) }))}
        ?disabled=${isRunning}
        @files=${(event: CustomEvent<File[]>) => void state.take(event.detail)}
        @take-out=${(event: CustomEvent<number>) => state.takeOut(event.detail)}
      ></cisight-file-drop>
      <cisight-model-form .state=${state}></cisight-model-form>
      ${
        isNetwork
          ? html`<cisight-network-form
              .state=${state.network}
              @look=${() => void state.look()}
            ></cisight-network-form>`
          : nothing
      }
      <div class="actions">
        ${
          isNetwork
            ? html`<button ?disabled=${isRunning} @click=${() => void state.preview()}>
                ${networks.preview}
              </button>`
            : nothing
        }
        <button class="primary" ?disabled=${isRunning} @click=${() => void state.run()}>
          ${strings.ownModels.add}
        </button>
      </div>
      ${this.renderProgress()}
      <div class="outcome" role="status">${this.renderPreview()} ${this.renderAdded()}</div>`;
  }

  private renderProgress() {
    const state = this.followed;
    return renderOutcome({
      progress: state.progress,
      running: running[state.step],
      cancelled: strings.ownModels.cancelled,
      cancel: () => state.cancel(),
    });
  }

  private renderPreview() {
    const { made } = this.followed.network;
    return made
      ? html`<cisight-network-preview class="result" .made=${made}></cisight-network-preview>`
      : nothing;
  }

  private renderAdded() {
    const { added } = this.followed;
    if (!added) return nothing;
    const { model, title, notes, problem, made } = added;
    const summary = this.bench.models.summary(model.id);
    const texts = strings.ownModels;
    return html`<div class="result">
      <p>
        <b>${problem ? texts.addedFor(title) : texts.added(title, strings.files.megabytes(model.size))}</b>
        ${problem} ${summary ? strings.models.about(summary) : nothing}
        ${made ? networks.bits(made.bits, made.moved) : nothing}
        ${made?.checked ? networks.asExpected(made.checked.count, made.checked.most) : nothing}
      </p>
      ${
        notes.length
          ? html`<ul class="notes">
              ${notes.map((own) => html`<li>${noted(own).message}</li>`)}
            </ul>`
          : nothing
      }
      <div class="actions">
        <button class="primary" @click=${() => this.use(model.id)}>${texts.useIt}</button>
      </div>
    </div>`;
  }

  private async saveZip(id: string): Promise<void> {
    const bytes = await ownModelZip(id);
    if (bytes) saveFile(`${id}.zip`, [bytes], "application/zip");
  }

  private use(id: string): void {
    void this.bench.models.choose(id);
    this.close();
  }
}
