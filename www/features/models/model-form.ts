import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { architectures, type Architecture } from "../../engine/files-api";
import { publishedConfig } from "./model-config";
import type { ModelImport } from "./model-import";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { dialogStyle } from "../../app/dialog-style";
import { FollowingElement } from "../../ui/following-element";
import "../../ui/text-field";

/** What a checkpoint does not say of itself. */
@customElement("cisight-model-form")
export class ModelFormElement extends FollowingElement {
  static override styles = [
    shared,
    dialogStyle,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      summary {
        font-size: 0.8125rem;
      }
      .published {
        justify-self: start;
        margin-block-start: -0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) state!: ModelImport;

  protected override get followed(): ModelImport {
    return this.state;
  }

  override render() {
    const { state } = this;
    const texts = strings.ownModels;
    return html`<div class="fields">
        <div>
          <label for="name">${texts.name}</label>
          <input
            id="name"
            autocomplete="off"
            maxlength="100"
            aria-describedby="name-help"
            .value=${state.title}
            @input=${(event: Event) => state.set({ title: (event.target as HTMLInputElement).value })}
          />
          <p class="help" id="name-help">${texts.nameHelp}</p>
        </div>
        ${state.kind === "checkpoint" ? this.renderArchitecture() : nothing}
      </div>
      ${
        state.kind !== "checkpoint"
          ? nothing
          : html`${this.renderText("config", 6, ".json,application/json")}
              ${
                state.config.trim()
                  ? nothing
                  : html`<button
                      class="plain published"
                      @click=${() => state.set({ config: publishedConfig(state.tfs) })}
                    >
                      ${texts.published}
                    </button>`
              }
              ${this.renderText("tfs", 4, ".txt,.tsv,.csv,text/plain")}
              <details ?open=${Boolean(state.scaling)}>
                <summary>${texts.scaling}</summary>
                ${this.renderText("scaling", 4, ".txt,.tsv,.csv,.json,text/plain")}
              </details>`
      }`;
  }

  private renderArchitecture() {
    const { state } = this;
    const texts = strings.ownModels;
    return html`<div>
      <label for="architecture">${texts.architecture}</label>
      <select
        id="architecture"
        @change=${(event: Event) => state.set({ architecture: (event.target as HTMLSelectElement).value as Architecture | "" })}
      >
        ${["" as const, ...architectures].map(
          (name) =>
            html`<option value=${name} .selected=${name === state.architecture}>
              ${name ? texts.architectures[name] : texts.architectureUnknown}
            </option>`,
        )}
      </select>
      <p class="help">${texts.architectureHelp}</p>
    </div>`;
  }

  private renderText(name: "config" | "tfs" | "scaling", rows: number, accept: string) {
    const texts = strings.ownModels;
    return html`<cisight-text-field
      .label=${texts[name]}
      .help=${texts[`${name}Help`]}
      .placeholder=${texts[`${name}Placeholder`]}
      .accept=${accept}
      .rows=${rows}
      .value=${this.state[name]}
      @text=${(event: CustomEvent<string>) => this.state.set({ [name]: event.detail })}
    ></cisight-text-field>`;
  }
}
