import { html, LitElement, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { summaryOf } from "../../engine/manifest";
import type { OwnModel } from "./own-models";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/delete-button";
import { keptListStyle } from "../../ui/kept-list-style";

/** The models that this browser keeps; one can be used ("use"), renamed ("rename"), saved ("zip") or deleted ("discard"). */
@customElement("cisight-own-model-list")
export class OwnModelListElement extends LitElement {
  static override styles = [shared, keptListStyle];

  @property({ attribute: false }) models: readonly OwnModel[] = [];
  /** The id of the one in use. */
  @property() inUse: string | undefined;
  @state() private renaming = "";
  @query(".rename input") private newName!: HTMLInputElement;

  override render() {
    if (!this.models.length) return nothing;
    return html`<div class="kept">
      <h3 id="list">${strings.ownModels.list}</h3>
      <ul aria-labelledby="list">
        ${repeat(
          this.models,
          ({ id }) => id,
          (model) => html`<li>${this.renderModel(model)}</li>`,
        )}
      </ul>
      <p class="help">${strings.ownModels.listHelp}</p>
    </div>`;
  }

  private renderModel({ id, manifest, size }: OwnModel) {
    const summary = summaryOf(id, manifest);
    const { title } = summary;
    if (id === this.renaming) return this.renderRenaming(id, title);
    const texts = strings.ownModels;
    return html`<span class="what numbers">
        ${title} ${id === this.inUse ? html`<span class="now">${strings.files.inUse}</span>` : nothing}
        <span class="help">${id}, ${strings.files.megabytes(size)}: ${strings.models.about(summary)}</span>
      </span>
      <button aria-label=${texts.useNamed(title)} @click=${() => this.tell("use", id)}>
        ${strings.files.use}
      </button>
      <button aria-label=${texts.renameNamed(title)} @click=${() => this.startRenaming(id)}>
        ${texts.rename}
      </button>
      <button aria-label=${texts.saveZipNamed(title)} @click=${() => this.tell("zip", id)}>
        ${texts.saveZip}
      </button>
      <cisight-delete-button
        .name=${title}
        @remove=${() => this.tell("discard", id)}
      ></cisight-delete-button>`;
  }

  private renderRenaming(id: string, title: string) {
    return html`<form class="rename" @submit=${(event: Event) => this.rename(event, id)}>
      <input aria-label=${strings.ownModels.newName} maxlength="100" autocomplete="off" .value=${title} />
      <button>${strings.ownModels.save}</button>
    </form>`;
  }

  private startRenaming(id: string): void {
    this.renaming = id;
    void this.updateComplete.then(() => this.newName.select());
  }

  private rename(event: Event, id: string): void {
    event.preventDefault();
    const title = this.newName.value.trim();
    this.renaming = "";
    if (title) this.tell("rename", { id, title });
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
