import { css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { ModelSummary } from "../engine/manifest";
import { shared } from "../style/shared";
import { strings } from "../strings";
import { BenchElement } from "./bench-element";
import "./progress";

/** Which model predicts, what it reads and predicts, and, where there are several, the way to another one. */
@customElement("cisight-model-select")
export class ModelSelectElement extends BenchElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
        /* A line from the start, so that little moves when the list is known. */
        min-height: 1.875rem;
        font-size: 0.8125rem;
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.125rem 0.625rem;
      }
      label {
        display: inline;
      }
      select {
        flex: 0 1 auto;
        min-width: 0;
        width: 20rem;
        max-width: 100%;
        text-overflow: ellipsis;
      }
      .about {
        flex: 1 1 18rem;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      .choice cisight-progress {
        flex: 1 1 100%;
      }
    `,
  ];

  override render() {
    const { models, model } = this.bench;
    if (!models.isChoice)
      return html`<p class="about">
        ${model ? strings.app.inBrief(model.title, model.members) : strings.app.tagline}
      </p>`;
    const shown = models.progress.state === "running" ? models.asked : (model?.id ?? models.defaultId);
    const summary = models.summary(shown);
    return html`<div class="choice">
      <label for="model">${strings.models.label}</label>
      <select
        id="model"
        aria-describedby="about"
        ?disabled=${this.bench.phase.state === "starting"}
        @pointerdown=${() => models.describeAll()}
        @focus=${() => models.describeAll()}
        @change=${this.onChange}
      >
        ${models.ids.map((id) => html`<option value=${id} .selected=${id === shown}>${describe(id, models.summary(id))}</option>`)}
      </select>
      <span class="about" id="about">${summary ? strings.models.about(summary) : nothing}</span>
      ${this.renderProgress()}
    </div>`;
  }

  private renderProgress() {
    const { models } = this.bench;
    const { asked, progress } = models;
    if (progress.state === "idle") return nothing;
    const title = models.titleOf(asked);
    return html`<cisight-progress
      .progress=${progress}
      .running=${strings.models.loading(title)}
      .cancelled=${strings.models.cancelled(title)}
      .again=${strings.models.again}
      @cancel=${() => models.cancel()}
      @again=${() => void models.choose(asked)}
    ></cisight-progress>`;
  }

  private readonly onChange = (event: Event) => {
    const { bench } = this;
    const { value } = event.target as HTMLSelectElement;
    if (value === bench.model?.id) bench.models.dismiss();
    else void bench.models.choose(value);
  };
}

function describe(id: string, summary: ModelSummary | undefined): string {
  return summary ? strings.models.option(summary) : id;
}
