import { html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { signed } from "../../strings/format";
import { niceEnd } from "../../tracks/nice-scale";
import { shared } from "../../style/shared";
import { tfStyle } from "./tf-style";
import { barsStyle } from "./tf-bars-style";
import { Width } from "../../ui/width";

export interface Bar {
  tf: number;
  name: string;
  value: number;
  /** Said beside the value. */
  detail: string;
  /** What a screen reader says of it. */
  label: string;
}

const [rowHeight, axisHeight, headHeight] = [22, 34, 20];
const [nameWidth, valueWidth, detailWidth] = [62, 52, 96];

/** A diverging bar a TF ("open-tf" tells which was chosen). */
@customElement("cisight-tf-bars")
export class TfBarsElement extends LitElement {
  static override styles = [shared, tfStyle, barsStyle];

  @property({ attribute: false }) bars: readonly Bar[] = [];
  @property() label = "";
  @property() axis = "";
  @property() detailName = "";
  private readonly width: Width = new Width(this);

  /** For a file of the chart. */
  get drawing(): SVGSVGElement | null {
    return this.renderRoot.querySelector("svg");
  }

  override render() {
    const { bars } = this;
    const width = this.width.pixels;
    if (!width) return nothing;
    const height = headHeight + bars.length * rowHeight + axisHeight;
    const [left, right] = [nameWidth + 4, width - valueWidth - detailWidth];
    const end = niceEnd(Math.max(...bars.map(({ value }) => Math.abs(value))));
    const middle = (left + right) / 2;
    const x = (value: number) => middle + (value / end) * ((right - left) / 2);
    const bottom = headHeight + bars.length * rowHeight;
    return html`<svg
      role="group"
      aria-label=${this.label}
      viewBox="0 0 ${width} ${height}"
      width=${width}
      height=${height}
    >
      <text class="muted" x=${width - 2} y="13" text-anchor="end" aria-hidden="true">${this.detailName}</text>
      ${[-end, 0, end].map(
        (tick) =>
          svg`<line class=${tick ? "tick" : "zero"} x1=${x(tick)} x2=${x(tick)} y1=${headHeight} y2=${bottom + 4} />
          <text class="muted" x=${x(tick)} y=${bottom + 16} text-anchor="middle" aria-hidden="true">${tick ? signed(tick, digitsOf(end)) : "0"}</text>`,
      )}
      <text class="muted" x=${width / 2} y=${bottom + 31} text-anchor="middle" aria-hidden="true">
        ${this.axis}
      </text>
      ${bars.map((bar, at) => this.renderBar(bar, headHeight + at * rowHeight, x, [right, width]))}
    </svg>`;
  }

  private renderBar(bar: Bar, y: number, x: (value: number) => number, [right, width]: [number, number]) {
    const { tf, name, value, detail, label } = bar;
    const choose = () => this.dispatchEvent(new CustomEvent("open-tf", { detail: tf }));
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    };
    const line = y + 15;
    return svg`<g role="button" tabindex="0" aria-label=${label} @click=${choose} @keydown=${onKey}>
      <rect class="back" x="1" y=${y + 1} width=${width - 2} height=${rowHeight - 2} rx="3" />
      <text x=${nameWidth} y=${line} text-anchor="end">${name}</text>
      <rect
        class=${value < 0 ? "down" : "up"}
        x=${Math.min(x(0), x(value))}
        y=${y + 4}
        width=${Math.abs(x(value) - x(0))}
        height=${rowHeight - 8}
      />
      <text x=${right + valueWidth - 4} y=${line} text-anchor="end">${signed(value, 3)}</text>
      <text class="muted" x=${width - 2} y=${line} text-anchor="end">${detail}</text>
    </g>`;
  }
}

function digitsOf(end: number): number {
  return Math.max(0, Math.ceil(-Math.log10(end)));
}
