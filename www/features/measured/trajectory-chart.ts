import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Figures, signed, unsigned } from "../../strings/format";
import type { DesignOutcome } from "../design/design-outcome";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { digitsOf, niceTicks, shorten, spreadLabels } from "../../ui/chart-layout";
import { chartStyle } from "../../ui/chart-style";
import { Width } from "../../ui/width";

const [top, bottom, left] = [26, 34, 44];
const labelHeight = 14;

/** How the response in each condition moves with every mutation of a design. */
@customElement("cisight-trajectory-chart")
export class TrajectoryChartElement extends LitElement {
  static override styles = [
    shared,
    chartStyle,
    css`
      .zero {
        stroke: var(--line-strong);
      }
      .line {
        fill: none;
        stroke: var(--text);
        stroke-width: 2;
      }
      .dot {
        fill: var(--text);
      }
      .leader {
        stroke: var(--line-strong);
        fill: none;
      }
      .raise .line {
        stroke: var(--up);
      }
      .raise .dot {
        fill: var(--up);
      }
      .lower .line {
        stroke: var(--down);
      }
      .lower .dot {
        fill: var(--down);
      }
      .reach .line {
        stroke-width: 2.5;
      }
      .keep .line {
        stroke: var(--muted);
        stroke-width: 1.5;
        stroke-dasharray: 4 3;
      }
      .keep .dot {
        fill: var(--muted);
      }
      .name {
        fill: var(--text);
      }
    `,
  ];

  @property({ attribute: false }) outcome!: DesignOutcome;
  @property({ attribute: false }) figures = new Figures(true, NaN);
  @property() unit = "";
  private readonly room: Width = new Width(this);

  private get width(): number {
    return Math.max(240, this.room.pixels || 640);
  }

  override render() {
    const { columns, goals, startResponses: start, steps } = this.outcome;
    const series = columns.map(({ name }, at) => ({
      name,
      kind: goals[at]?.kind ?? "keep",
      values: [start[at] ?? NaN, ...steps.map(({ responses }) => responses[at] ?? NaN)],
    }));
    const labelRoom = Math.min(200, this.width * 0.34);
    const height = Math.max(200, top + bottom + series.length * labelHeight);
    const right = this.width - labelRoom;
    const all = series.flatMap(({ values }) => values);
    const ticks = niceTicks(Math.min(...all), Math.max(...all));
    const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
    const x = (step: number) => left + (step / Math.max(1, steps.length)) * (right - left - 8);
    const y = (value: number) => top + ((high - value) / (high - low)) * (height - top - bottom);
    const ends = series.map(({ values }) => y(values.at(-1) ?? 0));
    const labels = spreadLabels(ends, labelHeight, top, height - bottom);
    const stepEvery = steps.length > 10 && this.width < 500 ? 5 : steps.length > 10 ? 2 : 1;
    const { figures } = this;
    const tickText = figures.isRelative ? signed : unsigned;
    const firstAndLast = (values: number[]) =>
      [figures.response(values[0] ?? 0), figures.response(values.at(-1) ?? 0)] as const;
    const said = series.map(({ name, values }) => strings.design.series(name, ...firstAndLast(values)));
    return html`<svg
      role="img"
      aria-label=${strings.design.chart(said.join("; "))}
      viewBox="0 0 ${this.width} ${height}"
      height=${height}
    >
      ${ticks.map(
        (tick) =>
          svg`<line class=${tick === 0 ? "zero" : "grid"} x1=${left} x2=${right} y1=${y(tick)} y2=${y(tick)} />
            <text x=${left - 6} y=${y(tick) + 4} text-anchor="end">${tickText(tick, digitsOf(ticks))}</text>`,
      )}
      ${[start, ...steps].map((_, step) =>
        step % stepEvery
          ? nothing
          : svg`<text x=${x(step)} y=${height - bottom + 16} text-anchor="middle">${step}</text>`,
      )}
      <text x=${(left + right) / 2} y=${height - 3} text-anchor="middle">${strings.design.axisX}</text>
      <text x="0" y="10">${strings.design.axisY(this.unit)}</text>
      ${series.map(({ name, kind, values }, at) => {
        const points = values.map((value, step) => `${x(step)},${y(value)}`).join(" ");
        const [end, label] = [ends[at] ?? 0, labels[at] ?? 0];
        return svg`<g class=${kind}>
          <title>${name}</title>
          <polyline class="line" points=${points} />
          ${values.map((value, step) => svg`<circle class="dot" cx=${x(step)} cy=${y(value)} r="3" />`)}
          <polyline class="leader" points="${x(steps.length) + 5},${end} ${right + 4},${label}" />
          <text class="name" x=${right + 8} y=${label + 4}>${shorten(name, labelRoom - 8)}</text>
        </g>`;
      })}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cisight-trajectory-chart": TrajectoryChartElement;
  }
}
