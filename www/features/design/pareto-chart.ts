import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Figures, signed, unsigned } from "../../strings/format";
import type { DesignOutcome } from "./design-outcome";
import { merit, onFront, reached } from "./pareto";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { digitsOf, niceTicks, shorten } from "../../ui/chart-layout";
import { chartStyle } from "../../ui/chart-style";
import { Width } from "../../ui/width";

const [top, bottom, left, right] = [26, 40, 44, 14];

/** Designs by two of their responses; those that no other one beats in every goal are joined. The table beside it says the same. */
@customElement("cisight-pareto-chart")
export class ParetoChartElement extends LitElement {
  static override styles = [
    shared,
    chartStyle,
    css`
      .front {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.5;
        stroke-dasharray: 5 3;
      }
      .dot {
        fill: var(--surface);
        stroke: var(--text);
        stroke-width: 1.5;
      }
      .best .dot {
        fill: var(--accent);
        stroke: var(--accent);
      }
      .shown .ring {
        fill: none;
        stroke: var(--text);
        stroke-width: 2;
      }
      .natural {
        fill: var(--surface);
        stroke: var(--muted);
        stroke-width: 2;
      }
      .name {
        fill: var(--text);
      }
      .axes {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        margin-block: 0.25rem;
      }
      .axes label {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) designs: readonly DesignOutcome[] = [];
  @property({ type: Number }) shown = 0;
  @property({ attribute: false }) figures = new Figures(true, NaN);
  @property() unit = "";
  /** Which responses are across and upward. */
  @state() private axes: [number, number] = [0, 1];
  private readonly room: Width = new Width(this);

  private get width(): number {
    return Math.max(240, this.room.pixels || 640);
  }

  override render() {
    const [first] = this.designs;
    if (!first || first.columns.length < 2) return nothing;
    const last = first.columns.length - 1;
    const [across, upward] = this.axes.map((axis) => Math.min(axis, last)) as [number, number];
    return html`${first.columns.length > 2 ? this.renderAxes(first, across, upward) : nothing}
    ${this.renderPlot(first, across, upward)}`;
  }

  private renderAxes({ columns }: DesignOutcome, across: number, upward: number) {
    const choice = (label: string, chosen: number, choose: (at: number) => [number, number]) =>
      html`<label>
        ${label}
        <select
          @change=${(event: Event) => (this.axes = choose((event.target as HTMLSelectElement).selectedIndex))}
        >
          ${columns.map(({ name }, at) => html`<option .selected=${at === chosen}>${name}</option>`)}
        </select>
      </label>`;
    return html`<div class="axes" role="group" aria-label=${strings.design.plotted}>
      ${choice(strings.design.across, across, (at) => [at, upward])}
      ${choice(strings.design.upward, upward, (at) => [across, at])}
    </div>`;
  }

  private renderPlot(first: DesignOutcome, across: number, upward: number) {
    const { figures, width } = this;
    const { columns, goals, natural } = first;
    const points = this.designs.map((design) => reached(design));
    const all = [natural, ...points];
    const height = Math.min(340, Math.max(220, Math.round(width * 0.5)));
    const scale = (axis: number, from: number, to: number) => {
      const values = all.map((own) => own[axis] ?? NaN);
      const ticks = niceTicks(Math.min(...values), Math.max(...values));
      const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
      const at = (value: number) => from + ((value - low) / (high - low)) * (to - from);
      return { ticks, at, digits: digitsOf(ticks) };
    };
    const [x, y] = [scale(across, left, width - right), scale(upward, height - bottom, top)];
    const tickText = figures.isRelative ? signed : unsigned;
    const everyX = Math.ceil((x.ticks.length * 48) / (width - left));
    const named = (axis: number) =>
      strings.design.axisOf(columns[axis]?.name ?? "", strings.design.goal[goals[axis]?.kind ?? "ignore"]);
    const place = (own: number[]) => [x.at(own[across] ?? NaN), y.at(own[upward] ?? NaN)] as const;
    const [naturalX, naturalY] = place(natural);
    const said = (name: string, own: number[]) =>
      strings.design.point(name, figures.response(own[across] ?? NaN), figures.response(own[upward] ?? NaN));
    const front = onFront(this.designs);
    const goal = goals[across] ?? { kind: "ignore" };
    const best = points
      .filter((_, at) => front[at])
      .toSorted(
        (a, b) =>
          merit(goal, natural[across] ?? 0, a[across] ?? 0) -
          merit(goal, natural[across] ?? 0, b[across] ?? 0),
      );
    const sentences = [
      said(strings.design.natural, natural),
      ...points.map((own, at) => said(strings.design.design(at + 1), own)),
    ];
    return html`<svg
      role="img"
      aria-label=${strings.design.plot(columns[across]?.name ?? "", columns[upward]?.name ?? "", sentences.join("; "))}
      viewBox="0 0 ${width} ${height}"
      height=${height}
    >
      ${y.ticks.map(
        (tick) =>
          svg`<line class="grid" x1=${left} x2=${width - right} y1=${y.at(tick)} y2=${y.at(tick)} />
            <text x=${left - 6} y=${y.at(tick) + 4} text-anchor="end">${tickText(tick, y.digits)}</text>`,
      )}
      ${x.ticks.map((tick, at) =>
        at % everyX
          ? nothing
          : svg`<line class="grid" x1=${x.at(tick)} x2=${x.at(tick)} y1=${top} y2=${height - bottom} />
            <text x=${x.at(tick)} y=${height - bottom + 16} text-anchor="middle">${tickText(tick, x.digits)}</text>`,
      )}
      <text x="0" y="12">${shorten(named(upward), width)}</text>
      <text x=${width - right} y=${height - 6} text-anchor="end">${shorten(named(across), width)}</text>
      <polyline class="front" points=${best.map((own) => place(own).join(",")).join(" ")} />
      <rect
        class="natural"
        x=${naturalX - 4}
        y=${naturalY - 4}
        width="8"
        height="8"
        transform="rotate(45 ${naturalX} ${naturalY})"
      >
        <title>${sentences[0]}</title>
      </rect>
      ${points.map((own, at) => {
        const [cx, cy] = place(own);
        const isLow = cy < top + 14;
        return svg`<g class="${front[at] ? "best" : ""} ${at === this.shown ? "shown" : ""}">
          <title>${sentences[at + 1]}</title>
          ${at === this.shown ? svg`<circle class="ring" cx=${cx} cy=${cy} r="8" />` : nothing}
          <circle class="dot" cx=${cx} cy=${cy} r="4.5" />
          <text class="name" x=${cx} y=${isLow ? cy + 20 : cy - 11} text-anchor="middle">${at + 1}</text>
        </g>`;
      })}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cisight-pareto-chart": ParetoChartElement;
  }
}
