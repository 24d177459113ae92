import { css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { summaryOf } from "../../engine/manifest";
import { isOwnModel } from "../../engine/own-model-assets";
import { DialogElement } from "../../app/dialog-element";
import { describe } from "../../state/message";
import { strings } from "../../strings/index";
import { shared } from "../../style/shared";
import { dialogFrame } from "../../ui/dialog";
import { factsOf } from "./model-facts";
import type { ModelDetails, Models } from "./models";

/** All models side by side, each with what is known of it before it is chosen. */
@customElement("cisight-model-gallery")
export class ModelGalleryElement extends DialogElement {
  static override styles = [
    shared,
    dialogFrame,
    css`
      dialog {
        width: min(60rem, calc(100vw - 1.5rem));
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr));
        gap: 0.75rem;
      }
      article {
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
        height: 100%;
        padding: 0.625rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      article.used {
        border-color: var(--accent);
      }
      .title {
        display: flex;
        justify-content: space-between;
        align-items: start;
        gap: 0.5rem;
      }
      .title button {
        flex: none;
      }
      .now {
        flex: none;
        padding-inline: 0.375rem;
        font-size: 0.75rem;
        color: var(--accent);
        background: var(--accent-soft);
        border-radius: 4px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(5rem, 26%) minmax(0, 1fr);
        gap: 0.25rem 0.625rem;
        margin: 0;
        font-size: 0.8125rem;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .problem {
        color: var(--error);
      }
    `,
  ];

  protected override readonly heading = strings.models.gallery.title;
  /** What is known of each by now, or why that is nothing. */
  private readonly known = new Map<string, ModelDetails | string>();

  protected override get followed(): Models {
    return this.bench.models;
  }

  protected override leave(): void {}

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override renderBody() {
    const { models } = this.bench;
    return html`<p class="help">${strings.models.gallery.help}</p>
      <ul>
        ${models.ids.map((id) => html`<li>${this.renderModel(id)}</li>`)}
      </ul>`;
  }

  private renderModel(id: string) {
    const { models, model } = this.bench;
    const known = this.known.get(id);
    const title = typeof known === "object" ? (known.manifest.title ?? id) : models.titleOf(id);
    const isUsed = id === model?.id;
    const { gallery } = strings.models;
    return html`<article class=${isUsed ? "used" : ""} aria-label=${title}>
      <div class="title">
        <h3>${title}</h3>
        ${
          isUsed
            ? html`<span class="now">${strings.files.inUse}</span>`
            : html`<button aria-label=${strings.ownModels.useNamed(title)} @click=${() => this.use(id)}>
                ${strings.files.use}
              </button>`
        }
      </div>
      ${
        known === undefined
          ? html`<p class="help">${gallery.loading}</p>`
          : typeof known === "string"
            ? html`<p class="problem">${known}</p>`
            : this.renderFacts(id, known)
      }
    </article>`;
  }

  private renderFacts(id: string, { manifest, size }: ModelDetails) {
    const { facts, gallery } = strings.models;
    const isOwn = isOwnModel(id);
    const said = factsOf(summaryOf(id, manifest), manifest, {
      // Where nobody is named, a shipped model was trained for this page.
      authors: isOwn ? "" : gallery.ours,
      accuracy: isOwn ? gallery.noAccuracy : gallery.inCard,
      size: isOwn ? gallery.kept : gallery.download(size, manifest.architecture === "graph"),
    });
    // The card has room for them.
    const shown = said.filter(([what]) => what !== facts.limits);
    return html`<dl class="numbers">
      ${shown.map(
        ([what, text]) =>
          html`<dt>${what}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>`;
  }

  /** Manifests come one by one, most of them known already. */
  private async load(): Promise<void> {
    const { models } = this.bench;
    await models.listOwn();
    await Promise.all(
      models.ids.map(async (id) => {
        const found = await models.details(id).catch((reason: unknown) => describe(reason));
        this.known.set(id, found);
        this.requestUpdate();
      }),
    );
  }

  private use(id: string): void {
    void this.bench.models.choose(id);
    this.close();
  }
}
