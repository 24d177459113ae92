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
import { dialogFrame } from "../../ui/dialog";
import { renderOutcome } from "../../ui/outcome";
import "./own-model-list";

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
        @rename=${(event: CustomEvent<{ id: string; title: string }>) => void this.bench.renameModel(event.detail.id, event.detail.title)}
        @discard=${(event: CustomEvent<string>) => void models.removeOwn(event.detail, event.detail === model?.id)}
      ></cisight-own-model-list>`;
  }

  private renderForm() {
    const state = this.followed;
    const { file, isFolder, isRunning } = state;
    const kind = isFolder ? strings.ownModels.kinds.zip : strings.ownModels.kinds.checkpoint;
    return html`<cisight-file-drop
        .label=${strings.ownModels.files}
        .help=${file && isFolder ? strings.ownModels.isZip(file.name) : strings.ownModels.filesHelp}
        .items=${file ? [{ name: file.name, size: file.size, kind }] : []}
        ?disabled=${isRunning}
        @files=${(event: CustomEvent<File[]>) => void state.take(event.detail)}
        @take-out=${() => state.takeOut()}
      ></cisight-file-drop>
      <cisight-model-form .state=${state}></cisight-model-form>
      <div class="actions">
        <button class="primary" ?disabled=${isRunning} @click=${() => void state.run()}>
          ${strings.ownModels.add}
        </button>
      </div>
      ${this.renderProgress()}
      <div class="outcome" role="status">${this.renderAdded()}</div>`;
  }

  private renderProgress() {
    const state = this.followed;
    return renderOutcome({
      progress: state.progress,
      running: strings.ownModels.checking,
      cancelled: strings.ownModels.cancelled,
      cancel: () => state.cancel(),
    });
  }

  private renderAdded() {
    const { added } = this.followed;
    if (!added) return nothing;
    const { model, title, notes, problem } = added;
    const summary = this.bench.models.summary(model.id);
    const texts = strings.ownModels;
    return html`<div class="result">
      <p>
        <b>${problem ? texts.addedFor(title) : texts.added(title, strings.files.megabytes(model.size))}</b>
        ${problem} ${summary ? strings.models.about(summary) : nothing}
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

  private use(id: string): void {
    void this.bench.models.choose(id);
    this.close();
  }
}
