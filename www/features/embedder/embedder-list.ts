import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/delete-button";
import { keptListStyle } from "../../ui/kept-list-style";
import type { ListedEmbedder } from "./embedders";

/** The language models that this browser keeps; one can be chosen ("choose") or deleted ("discard"). */
@customElement("cisight-embedder-list")
export class EmbedderListElement extends LitElement {
  static override styles = [shared, keptListStyle];

  @property({ attribute: false }) embedders: readonly ListedEmbedder[] = [];
  /** The id of the one in use. */
  @property() inUse = "";
  @property({ type: Boolean }) disabled = false;

  override render() {
    if (!this.embedders.length) return nothing;
    return html`<div class="kept">
      <h3 id="list">${strings.embedder.list}</h3>
      <ul aria-labelledby="list">
        ${repeat(
          this.embedders,
          ({ embedder }) => embedder.id,
          (own) => this.renderEmbedder(own),
        )}
      </ul>
      <p class="help">${strings.embedder.listHelp}</p>
    </div>`;
  }

  private renderEmbedder({ embedder: { id, title, weights }, windows }: ListedEmbedder) {
    const tell = (event: string) => () => this.dispatchEvent(new CustomEvent(event, { detail: id }));
    const size = strings.files.megabytes(weights.size);
    return html`<li>
      <span class="what numbers">
        ${title} ${id === this.inUse ? html`<span class="now">${strings.files.inUse}</span>` : nothing}
        <span class="help">${strings.embedder.item(size, windows)}</span>
      </span>
      <button
        ?disabled=${this.disabled || id === this.inUse}
        aria-label=${strings.embedder.useNamed(title)}
        @click=${tell("choose")}
      >
        ${strings.files.use}
      </button>
      ${
        this.disabled
          ? nothing
          : html`<cisight-delete-button .name=${title} @remove=${tell("discard")}></cisight-delete-button>`
      }
    </li>`;
  }
}
