import type { Workbench } from "../../app/workbench";
import { css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ModelSummary } from "../../engine/manifest";
import { describe } from "../../state/message";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { BenchElement } from "../../app/bench-element";
import "../../ui/progress";

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
        min-height: 2.375rem;
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
      @container (max-width: 27rem) {
        :host {
          min-height: 8.5rem;
        }
      }
      .failed {
        flex: 1 1 100%;
        color: var(--error);
      }
      .choice cisight-progress {
        flex: 1 1 100%;
      }
    `,
  ];

  protected override follows({ frame, models }: Workbench) {
    return [frame, models];
  }

  @state() private shown: "adding" | "comparing" | undefined;
  @state() private problem = "";

  override render() {
    const { models, model } = this.bench;
    return html`<div class="choice">
      ${
        models.isChoice
          ? this.renderChoice()
          : html`<p class="about">
              ${model ? strings.app.inBrief(model.title, model.members) : strings.app.tagline}
            </p>`
      }
      <button class="plain" @click=${() => void this.open("comparing")}>${strings.models.compare}</button>
      <button class="plain" @click=${() => void this.open("adding")}>${strings.ownModels.open}</button>
      ${this.renderProgress()}
      <p class="failed" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      ${this.renderWindow()}
    </div>`;
  }

  private renderChoice() {
    const { models, model } = this.bench;
    const shown = models.progress.state === "running" ? models.asked : (model?.id ?? models.defaultId);
    const summary = models.summary(shown);
    const option = (id: string) =>
      html`<option value=${id} .selected=${id === shown}>${optionText(id, models.summary(id))}</option>`;
    return html`<label for="model">${strings.models.label}</label>
      <select
        id="model"
        aria-describedby="about"
        ?disabled=${this.bench.phase.state === "starting"}
        @pointerdown=${() => models.describeAll()}
        @focus=${() => models.describeAll()}
        @change=${this.onChange}
      >
        ${models.shipped.map(option)}
        ${
          models.own.length
            ? html`<optgroup label=${strings.ownModels.group}>
                ${models.own.map(({ id }) => option(id))}
              </optgroup>`
            : nothing
        }
      </select>
      <span class="about" id="about">${summary ? strings.models.about(summary) : nothing}</span>`;
  }

  private renderProgress() {
    const { models } = this.bench;
    const { asked, progress } = models;
    if (progress.state === "idle") return nothing;
    const title = models.titleOf(asked);
    return html`<cisight-progress
      .progress=${progress}
      .running=${progress.state === "running" ? strings.models.loading(title, progress.done, progress.total) : ""}
      .cancelled=${strings.models.cancelled(title)}
      .again=${strings.models.again}
      @cancel=${() => models.cancel()}
      @again=${() => void models.choose(asked)}
    ></cisight-progress>`;
  }

  private renderWindow() {
    const closed = () => (this.shown = undefined);
    switch (this.shown) {
      case "adding":
        return html`<cisight-model-dialog .bench=${this.bench} @closed=${closed}></cisight-model-dialog>`;
      case "comparing":
        return html`<cisight-model-gallery .bench=${this.bench} @closed=${closed}></cisight-model-gallery>`;
      case undefined:
        return nothing;
    }
  }

  private async open(what: "adding" | "comparing"): Promise<void> {
    try {
      await (what === "adding" ? import("./model-dialog") : import("./model-gallery"));
      this.problem = "";
      this.shown = what;
    } catch (reason) {
      this.problem = strings.files.loadFailed(describe(reason));
    }
  }

  private readonly onChange = (event: Event) => {
    const { bench } = this;
    const { value } = event.target as HTMLSelectElement;
    if (value === bench.model?.id) bench.models.dismiss();
    else void bench.models.choose(value);
  };
}

function optionText(id: string, summary: ModelSummary | undefined): string {
  return summary ? strings.models.option(summary) : id;
}
