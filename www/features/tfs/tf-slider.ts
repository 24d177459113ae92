import { css, html, LitElement, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { signed } from "../../strings/format";
import { levelRange } from "./tf-levels";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

const text = strings.tfs.levels;
const step = 0.05;

/** The level of one TF: "level" tells of a move, "gesture" of the start of one, "reset" and "remove" take it back. */
@customElement("cisight-tf-slider")
export class TfSliderElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: 4.25rem minmax(0, 1fr) 5rem auto auto;
        align-items: start;
        gap: 0 0.5rem;
      }
      .name {
        font-weight: 600;
        font-size: 0.8125rem;
        line-height: 1.75rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .set {
        color: var(--accent);
      }
      .slide {
        display: block;
        width: 100%;
        margin: 0;
        height: 1.75rem;
        accent-color: var(--accent);
      }
      .ticks {
        position: relative;
        height: 0.5rem;
        /* The middle of the thumb, not its edge, stands on a value. */
        margin: -0.25rem 0.5rem 0;
      }
      .ticks i {
        position: absolute;
        inset-block: 0;
        width: 2px;
        margin-inline-start: -1px;
        background: var(--text);
      }
      .ticks .mean {
        background: none;
        border-inline-start: 2px dotted var(--muted);
      }
      .numbers.help {
        display: flex;
        gap: 0 0.75rem;
        flex-wrap: wrap;
      }
      input[type="number"] {
        width: 5rem;
        padding: 0.125rem 0.375rem;
        font-size: 0.8125rem;
      }
      @media (max-width: 30rem) {
        :host {
          grid-template-columns: minmax(0, 1fr) 5rem auto auto;
        }
        .level {
          grid-area: 2 / 1 / 3 / -1;
        }
      }
    `,
  ];

  @property() name = "";
  @property() systematic = "";
  @property({ type: Number }) level = 0;
  @property({ type: Number }) own = 0;
  @property({ type: Number }) mean = 0;
  @property({ type: Boolean }) set = false;
  @query(".slide") private slide!: HTMLInputElement;

  override focus(): void {
    this.slide.focus();
  }

  override render() {
    const { name, level, own, mean } = this;
    const [least, most] = this.range();
    const place = (value: number) =>
      `inset-inline-start: ${(((value - least) / (most - least)) * 100).toFixed(2)}%`;
    return html`
      <span class="name ${this.set ? "set" : ""}" title=${this.systematic}>${name}</span>
      <div class="level">
        <input
          class="slide"
          type="range"
          min=${least}
          max=${most}
          step=${step}
          .value=${String(level)}
          aria-label=${text.level(name)}
          aria-valuetext=${text.value(signed(level))}
          @pointerdown=${() => this.tell("gesture")}
          @focus=${() => this.tell("gesture")}
          @input=${(event: Event) => this.tellLevel(event)}
          @dblclick=${() => this.tell("reset")}
        />
        <div class="ticks" aria-hidden="true">
          ${Number.isFinite(mean) ? html`<i class="mean" title=${text.meanTick} .style=${place(mean)}></i>` : nothing}
          <i title=${text.ownTick} .style=${place(own)}></i>
        </div>
        <div class="help numbers">
          <span title=${text.ownTick}>▏${text.own(signed(own))}</span>
          <span title=${text.meanTick}>┊${text.mean(signed(mean))}</span>
        </div>
      </div>
      <input
        type="number"
        min=${least}
        max=${most}
        step="any"
        .value=${Number.isFinite(level) ? String(Number(level.toFixed(2))) : ""}
        aria-label=${text.exact(name)}
        @focus=${() => this.tell("gesture")}
        @change=${(event: Event) => this.tellLevel(event)}
      />
      <button aria-label=${text.resetOf(name)} ?disabled=${!this.set} @click=${() => this.tell("reset")}>
        ${text.reset}
      </button>
      <button class="icon" aria-label=${text.remove(name)} @click=${() => this.tell("remove")}>×</button>
    `;
  }

  /** Wide enough for what was measured. */
  private range(): [number, number] {
    const { own, mean } = this;
    return [
      Math.min(levelRange.least, Math.floor(Math.min(own, mean))),
      Math.max(levelRange.most, Math.ceil(Math.max(own, mean))),
    ];
  }

  private tellLevel(event: Event): void {
    const [least, most] = this.range();
    const field = event.target as HTMLInputElement;
    const level = field.valueAsNumber;
    if (!Number.isFinite(level)) field.value = String(Number(this.level.toFixed(2)));
    else this.dispatchEvent(new CustomEvent("level", { detail: Math.min(most, Math.max(least, level)) }));
  }

  private tell(name: "gesture" | "reset" | "remove"): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}
