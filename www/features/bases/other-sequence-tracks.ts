import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/progress";
import type { OtherSequence, OtherSequences } from "./other-sequences";
import type { Selection } from "./selection";
import "./track-view";

/** The tracks of the model's other sequences, to be read; one that is to be changed is put in the first place ("look" before it is). */
@customElement("cisight-other-sequence-tracks")
export class OtherSequenceTracksElement extends BenchElement {
  static override styles = [
    shared,
    css`
      section {
        margin-top: 1rem;
      }
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1rem;
      }
      /* About what the track takes, so that nothing moves when it comes. */
      .plot {
        min-height: calc(clamp(19rem, 36vh, 30rem) + 11rem);
      }
    `,
  ];

  @property({ attribute: false }) others!: OtherSequences;
  /** Counts the changes of the tracks, so that this element is drawn again. */
  @property({ type: Number }) version = 0;
  /** What is read out, by input. */
  @state() private selections: ReadonlyMap<number, Selection | undefined> = new Map();

  override render() {
    return this.others.list.map((own) => this.renderOne(own));
  }

  private renderOne({ input, name, progress, track, isStale }: OtherSequence) {
    const { model } = this.bench;
    const said = strings.otherSequences;
    return html`<section aria-label=${said.title(name)}>
      <div class="title">
        <h3>${said.title(name)}</h3>
        <button @click=${() => this.look(input)}>${said.look(name)}</button>
      </div>
      <cisight-progress
        .progress=${progress}
        .running=${said.running(name)}
        .cancelled=${said.cancelled}
        .again=${said.again}
        .idle=${isStale ? said.waiting : ""}
        @cancel=${() => this.others.cancel()}
        @again=${() => this.others.restart()}
      ></cisight-progress>
      ${
        track && model
          ? html`<cisight-track-view
              .track=${track}
              .model=${model}
              .selection=${this.selections.get(input)}
              .isReadOnly=${true}
              ?stale=${isStale}
              @select-bases=${(event: CustomEvent<Selection | undefined>) => this.select(input, event.detail)}
            ></cisight-track-view>`
          : html`<div class="plot"></div>`
      }
    </section>`;
  }

  private select(input: number, selection: Selection | undefined): void {
    this.selections = new Map([...this.selections, [input, selection]]);
  }

  private look(input: number): void {
    this.selections = new Map();
    this.dispatchEvent(new CustomEvent("look"));
    this.bench.predictions.lookAt(input);
  }
}
