import { css, html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Figures } from "../../strings/format";
import type { Point } from "./agreement";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";

type Plot = typeof import("@observablehq/plot");

/** Predicted against measured; a promoter or a condition can stand out. The chart's library is loaded when it is first needed. */
@customElement("cisight-scatter")
export class ScatterElement extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      #chart {
        min-height: 20rem;
      }
      /* What the library would add as a style element, which the page's policy does not allow. */
      svg {
        --plot-background: var(--surface);
        display: block;
        max-width: 100%;
        height: auto;
        overflow: visible;
        font-family: var(--font);
      }
      text {
        white-space: pre;
      }
    `,
  ];

  @property({ attribute: false }) points: readonly Point[] = [];
  @property({ attribute: false }) highlighted: readonly Point[] = [];
  @property({ attribute: false }) name: (point: Point) => [string, string] = () => ["", ""];
  @property({ attribute: false }) figures = new Figures(true, NaN);
  @property() unit = "";
  @property() text = "";
  @state() private plot: Plot | undefined;
  @state() private width = 0;
  @state() private hasFailed = false;
  @query("#chart") private chart!: HTMLElement;
  private readonly resizing = new ResizeObserver(() => (this.width = Math.floor(this.clientWidth)));

  override connectedCallback(): void {
    super.connectedCallback();
    this.resizing.observe(this);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizing.disconnect();
  }

  private async load(): Promise<void> {
    try {
      this.plot ??= await import("@observablehq/plot");
      this.hasFailed = false;
    } catch {
      this.hasFailed = true;
    }
  }

  override render() {
    return html`<div id="chart"></div>
      <p class="help" role="alert">${this.hasFailed ? strings.measured.chartFailed : ""}</p>`;
  }

  override updated(): void {
    if (this.plot && this.width) this.chart.replaceChildren(this.draw(this.plot));
  }

  private draw(plot: Plot): Element {
    const { points, highlighted, unit } = this;
    const width = Math.min(this.width, 640);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const values = [...points, ...highlighted].flatMap(({ measured, predicted }) => [measured, predicted]);
    const least = values.reduce((a, b) => Math.min(a, b), 0);
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    const title = (point: Point) =>
      strings.measured.point(
        ...this.name(point),
        this.figures.response(point.predicted),
        this.figures.response(point.measured),
      );
    const channels = { x: "measured", y: "predicted", title };
    const isMany = highlighted.length > 400;
    const chart = plot.plot({
      width,
      height: Math.max(20 * rem, Math.min(width * 0.7, 26 * rem)),
      marginBottom: 2.75 * rem,
      marginLeft: 3.75 * rem,
      style: { fontSize: `${0.75 * rem}px`, background: "none", color: "var(--muted)" },
      ariaLabel: this.text,
      x: {
        label: strings.measured.x(unit),
        grid: true,
        labelAnchor: "center",
        labelArrow: "none",
        nice: true,
      },
      y: {
        label: strings.measured.y(unit),
        grid: true,
        labelAnchor: "center",
        labelArrow: "none",
        nice: true,
      },
      marks: [
        plot.link([0], {
          ...{ x1: least, y1: least, x2: most, y2: most },
          ...{ stroke: "var(--line-strong)", strokeDasharray: "4 3", clip: true },
        }),
        plot.dot(points, { x: "measured", y: "predicted", r: 2, fill: "var(--muted)", fillOpacity: 0.45 }),
        plot.dot(highlighted, {
          ...{ x: "measured", y: "predicted", r: isMany ? 1.75 : 3.5 },
          ...{
            fill: "var(--accent)",
            stroke: "var(--surface)",
            strokeWidth: isMany ? 0 : 0.75,
            fillOpacity: isMany ? 0.6 : 1,
          },
        }),
        plot.tip(points, plot.pointer({ ...channels, fill: "var(--surface)" })),
      ],
    });
    chart.setAttribute("role", "img");
    // A picture has no parts that could be named.
    for (const part of chart.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
    // Before it is part of the document, where the page's policy would report it.
    for (const style of chart.querySelectorAll("style")) style.remove();
    return chart;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cisight-scatter": ScatterElement;
  }
}
