import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { signed } from "../../strings/format";
import { spread, type Edge, type Network } from "../../tracks/network-layout";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { tfStyle } from "./tf-style";
import { Width } from "../../ui/width";

const text = strings.tfs.network;
const [step, widest, head] = [27, 7, 22];
const [tfWidth, longest] = [74, 14];

type Node = { kind: "tf" | "promoter"; at: number };

/** TFs on the left, promoters on the right; "open-tf" and "choose-promoter" tell which node was chosen. */
@customElement("cisight-tf-network-chart")
export class TfNetworkChartElement extends LitElement {
  static override styles = [
    shared,
    tfStyle,
    css`
      path {
        fill: none;
        stroke: var(--up);
        stroke-opacity: 0.85;
        pointer-events: none;
      }
      path.down {
        stroke: var(--down);
        stroke-dasharray: 7 4;
      }
      path.faint {
        stroke-opacity: 0.12;
      }
      .chosen {
        font-weight: 700;
      }
      .readout {
        min-height: 2.4rem;
      }
    `,
  ];

  @property({ attribute: false }) network!: Network;
  /** All of the model's. */
  @property({ attribute: false }) tfNames: readonly string[] = [];
  /** The chosen one first. */
  @property({ attribute: false }) promoters: readonly string[] = [];
  @state() private lit: Node | undefined;
  private readonly width: Width = new Width(this);

  /** For a file of the chart. */
  get drawing(): SVGSVGElement | null {
    return this.renderRoot.querySelector("svg");
  }

  override render() {
    const width = this.width.pixels;
    if (!width) return nothing;
    const { network, promoters, lit } = this;
    const height = Math.max(network.tfs.length, promoters.length) * step;
    const [yTf, yPromoter] = [spread(network.tfs.length, height), spread(promoters.length, height)];
    const [left, right] = [tfWidth + 8, width - Math.min(130, Math.max(90, width * 0.28))];
    const draw = (edge: Edge) => {
      const [from, to] = [yTf(network.tfs.indexOf(edge.tf)), yPromoter(edge.promoter)];
      const middle = (left + right) / 2;
      const isFaint = lit && (lit.kind === "tf" ? edge.tf : edge.promoter) !== lit.at;
      return svg`<path
        class="${edge.value < 0 ? "down" : "up"} ${isFaint ? "faint" : ""}"
        stroke-width=${Math.max(0.75, (Math.abs(edge.value) / network.largest) * widest)}
        d="M${left} ${from + head}C${middle} ${from + head} ${middle} ${to + head} ${right} ${to + head}"
      />`;
    };
    return html`<svg
        role="group"
        aria-label=${text.label}
        viewBox="0 0 ${width} ${height + head}"
        width=${width}
        height=${height + head}
        @pointerleave=${() => (this.lit = undefined)}
      >
        <text class="muted" x=${tfWidth} y="13" text-anchor="end" aria-hidden="true">${text.tfs}</text>
        <text class="muted" x=${right + 8} y="13" aria-hidden="true">${text.promoters}</text>
        <g aria-hidden="true">${network.edges.map(draw)}</g>
        ${repeat(
          network.tfs,
          (tf) => tf,
          (tf, at) => this.renderNode({ kind: "tf", at: tf }, yTf(at) + head, [0, left], tfWidth, "end"),
        )}
        ${repeat(
          promoters,
          (name) => name,
          (_, at) =>
            this.renderNode(
              { kind: "promoter", at },
              yPromoter(at) + head,
              [right, width],
              right + 8,
              "start",
            ),
        )}
      </svg>
      <p class="help numbers readout">${lit ? this.describe(lit) : text.readout}</p>`;
  }

  private renderNode(node: Node, y: number, [from, to]: [number, number], x: number, anchor: string) {
    const { kind, at } = node;
    const name = this.nameOf(node);
    const short = name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
    const label = text[kind](name, this.edgesOf(node).slice(0, 3).join(", ") || text.noEdge);
    const choose = () =>
      this.dispatchEvent(new CustomEvent(kind === "tf" ? "open-tf" : "choose-promoter", { detail: at }));
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    };
    return svg`<g role="button" tabindex="0" aria-label=${label} @click=${choose} @keydown=${onKey}
      @pointerenter=${() => (this.lit = node)} @focus=${() => (this.lit = node)} @blur=${() => (this.lit = undefined)}>
      <rect class="back" x=${from + 1} y=${y - 11} width=${to - from - 2} height="22" rx="4" />
      <text class=${kind === "promoter" && at === 0 ? "chosen" : ""} x=${x} y=${y + 4} text-anchor=${anchor}>${short}</text>
    </g>`;
  }

  private nameOf({ kind, at }: Node): string {
    return (kind === "tf" ? this.tfNames : this.promoters)[at] ?? "";
  }

  /** The lines of a node, the largest first. */
  private edgesOf({ kind, at }: Node): string[] {
    return this.network.edges
      .filter((edge) => edge[kind] === at)
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
      .map(({ tf, promoter, value }) =>
        text.edge(
          kind === "tf" ? (this.promoters[promoter] ?? "") : (this.tfNames[tf] ?? ""),
          signed(value, 3),
        ),
      );
  }

  private describe(node: Node): string {
    return `${this.nameOf(node)}: ${this.edgesOf(node).join(", ") || text.noEdge}`;
  }
}
