import type { Workbench } from "../../app/workbench";
import { css, html, nothing, type LitElement } from "lit";
import { customElement } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { duration } from "../../strings/format";
import { designerOf } from "./designer";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { nameWithSequence } from "../inputs/looked-at";
import "../inputs/sequence-choice";
import "./design-expected";
import "./design-goals";
import "./design-list";
import "./design-order";
import "./design-rules";
import "./design-result";
import "./design-settings";
import "../../ui/progress";

/** Searches for the mutations that bring the chosen promoter nearest to what is wanted of it. */
@customElement("cisight-design-panel")
export class DesignPanelElement extends BenchElement {
  static override styles = [
    shared,
    css`
      .limits {
        margin-top: 0.125rem;
      }
      form {
        display: grid;
        gap: 1rem 2rem;
        grid-template-columns: minmax(0, 1fr);
        margin-top: 0.75rem;
      }
      .run {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.75rem;
        grid-column: 1 / -1;
      }
      .run cisight-progress {
        flex: 1 1 14rem;
      }
      .start {
        color: var(--on-accent);
        background: var(--accent);
        border-color: var(--accent);
        font-weight: 600;
      }
      .start:hover:not(:disabled) {
        background: var(--accent);
        filter: brightness(1.08);
      }
      @media (min-width: 52rem) {
        form {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
      }
    `,
  ];

  protected override follows({ frame, predictions, promoters, conditions, whatIf }: Workbench) {
    return [frame, predictions, promoters, conditions, whatIf];
  }

  private unfollow: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = designerOf(this.bench).subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }

  override render() {
    const { bench } = this;
    const designer = designerOf(bench);
    const { chosen } = bench.predictions;
    const { outcome, progress } = designer;
    return html`
      <h3>${strings.design.title}</h3>
      <p class="help">${strings.design.help}</p>
      <p class="help limits">${strings.design.limits}</p>
      <cisight-sequence-choice
        .bench=${bench}
        @look=${() => designer.forgetErrors()}
      ></cisight-sequence-choice>
      <form novalidate @submit=${this.onSubmit}>
        <cisight-design-goals .designer=${designer}></cisight-design-goals>
        <cisight-design-settings .designer=${designer}></cisight-design-settings>
        <cisight-design-rules .designer=${designer}></cisight-design-rules>
        <div class="run">
          <button class="start" type="submit" ?disabled=${!chosen || progress.state === "running"}>
            ${strings.design.start}
          </button>
          <cisight-progress
            .progress=${progress}
            .running=${designer.running}
            .cancelled=${strings.design.cancelled}
            .again=${strings.design.again}
            .idle=${outcome ? strings.design.summary(outcome.steps.length, nameWithSequence(outcome.row), duration(outcome.milliseconds)) : ""}
            @cancel=${() => designer.cancel()}
            @again=${() => void designer.search()}
          ></cisight-progress>
        </div>
      </form>
      ${
        outcome
          ? html`<cisight-design-list
                .bench=${bench}
                .designer=${designer}
                ?stale=${progress.state === "running"}
              ></cisight-design-list>
              <cisight-design-result
                .bench=${bench}
                .outcome=${outcome}
                .expectations=${designer.expectations}
                ?stale=${progress.state === "running"}
              ></cisight-design-result>
              <cisight-design-expected
                .bench=${bench}
                ?stale=${progress.state === "running"}
              ></cisight-design-expected>
              <cisight-design-order .bench=${bench} .designer=${designer}></cisight-design-order>`
          : nothing
      }
    `;
  }

  private readonly onSubmit = (event: Event) => {
    event.preventDefault();
    void designerOf(this.bench).search();
    void this.showFirstError();
  };

  /** The first field that has to be corrected takes the focus. */
  private async showFirstError(): Promise<void> {
    const parts = this.renderRoot.querySelectorAll<LitElement>(
      "cisight-design-goals, cisight-design-settings, cisight-design-rules",
    );
    for (const part of parts) {
      await part.updateComplete;
      const field = part.renderRoot.querySelector<HTMLElement>("[aria-invalid='true']");
      if (field) return field.focus();
    }
  }
}
