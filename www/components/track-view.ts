import { html, LitElement } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { position, signed, unsigned } from "../format";
import type { Track } from "../state/predictions";
import { shared } from "../style/shared";
import { strings } from "../strings";
import { drawStrip, drawTrack, margins, type Plot } from "../tracks/draw-track";
import { addGestures } from "../tracks/gestures";
import { readPalette, type Palette } from "../tracks/palette";
import { baseLetters, trackData, type TrackData } from "../tracks/track-data";
import { clamp, pan, reveal, whole, zoom, type Viewport } from "../tracks/viewport";
import { trackViewStyle } from "./track-view-style";

/** The mutagenesis track of one promoter in one condition; "view" tells which positions are shown. */
@customElement("cisight-track-view")
export class TrackViewElement extends LitElement {
  static override styles = [shared, trackViewStyle];

  @property({ attribute: false }) track!: Track;
  @property({ attribute: false }) shownRange: [number, number] | undefined;
  @property({ type: Number }) window = 1000;
  @property() anchor = "";
  @property({ type: Boolean, reflect: true }) stale = false;
  @state() private view: Viewport = { start: 0, end: 1 };
  @state() private hovered: number | undefined;
  @state() private cursor: number | undefined;
  @state() private frame: { from: number; to: number } | undefined;
  @query("#plot") private plot!: HTMLElement;
  @query("#strip") private strip!: HTMLElement;
  @query("#plot canvas") private canvas!: HTMLCanvasElement;
  @query("#strip canvas") private stripCanvas!: HTMLCanvasElement;
  private data!: TrackData;
  private palette: Palette | undefined;
  private readonly darkness = matchMedia("(prefers-color-scheme: dark)");

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("track")) return;
    const before = this.data as TrackData | undefined;
    this.data = trackData(this.track, this.window);
    const { length, first } = this.data;
    // The zoom stays over a change of condition or of a base; another length is another promoter.
    if (before?.length === length) return;
    this.cursor = this.hovered = undefined;
    const range = before ? undefined : this.shownRange;
    this.view = range ? clamp({ start: range[0] - first, end: range[1] - first + 1 }, length) : whole(length);
  }

  override firstUpdated(): void {
    new ResizeObserver(() => this.draw()).observe(this.plot);
    addGestures({
      element: this.plot,
      length: () => this.data.length,
      view: () => this.view,
      plot: () => plotArea(this.plot),
      show: (view) => this.show(view),
      point: (base) => (this.hovered = base),
      pin: (base) => (this.cursor = base),
      frame: (from, to) =>
        (this.frame = from === undefined ? undefined : { from: Math.min(from, to), to: Math.max(from, to) }),
      wheelZooms: () => this.shadowRoot?.activeElement === this.plot,
    });
    this.strip.addEventListener("pointerdown", (event) => this.strip.setPointerCapture(event.pointerId));
    for (const type of ["pointerdown", "pointermove"] as const)
      this.strip.addEventListener(type, (event) => event.buttons === 1 && this.centreOn(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.darkness.addEventListener("change", this.repaint);
    document.addEventListener("cisight-theme", this.repaint);
    window.addEventListener("beforeprint", this.repaint);
    window.addEventListener("afterprint", this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.darkness.removeEventListener("change", this.repaint);
    document.removeEventListener("cisight-theme", this.repaint);
    window.removeEventListener("beforeprint", this.repaint);
    window.removeEventListener("afterprint", this.repaint);
  }

  override updated(): void {
    this.draw();
  }

  /** What is on show, for a figure of it. */
  get shownPlot(): Plot {
    return { data: this.data, view: this.view, lanes: [] };
  }

  get plotSize(): { width: number; height: number } {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  override render() {
    const { data, view } = this;
    const shown = { from: data.first + Math.round(view.start), to: data.first + Math.round(view.end) - 1 };
    const base = this.hovered ?? this.cursor;
    const at = this.cursor ?? data.length - 1;
    return html`
      <div class="bar">
        <span class="range numbers">
          ${strings.track.window(position(shown.from), position(shown.to), shown.to - shown.from + 1)}
        </span>
        ${this.renderButtons()}
      </div>
      <div id="strip" title=${strings.track.overview}><canvas aria-hidden="true"></canvas></div>
      <div
        id="plot"
        role="slider"
        tabindex="0"
        aria-label=${strings.track.label}
        aria-describedby="convention"
        aria-valuemin=${data.first}
        aria-valuemax=${data.first + data.length - 1}
        aria-valuenow=${data.first + at}
        aria-valuetext=${this.describe(at)}
        @keydown=${this.onKey}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <p class="axis">${strings.track.axis(this.anchor)}</p>
      <p class="readout numbers">
        ${base === undefined ? strings.track.readoutEmpty : this.renderReadout(base)}
      </p>
      ${this.renderLegend()}
      <p class="help hint">${strings.track.hint}</p>
    `;
  }

  private renderButtons() {
    const { length } = this.data;
    const size = this.view.end - this.view.start;
    const middle = (this.view.start + this.view.end) / 2;
    const button = (label: string, text: string, next: Viewport, off: boolean) =>
      html`<button
        class="icon"
        aria-label=${label}
        title=${label}
        ?disabled=${off}
        @click=${() => this.show(next)}
      >
        ${text}
      </button>`;
    return html`<span class="buttons" role="group" aria-label=${strings.track.title}>
      ${button(strings.track.left, "←", pan(this.view, -size / 2, length), this.view.start <= 0)}
      ${button(strings.track.right, "→", pan(this.view, size / 2, length), this.view.end >= length)}
      ${button(strings.track.zoomOut, "−", zoom(this.view, 2, middle, length), size >= length)}
      ${button(strings.track.zoomIn, "+", zoom(this.view, 0.5, middle, length), size <= 12)}
      <button ?disabled=${size >= length} @click=${() => this.show(whole(length))}>
        ${strings.track.whole}
      </button>
    </span>`;
  }

  private renderReadout(base: number) {
    const letter = this.data.letters[base] ?? "";
    const where = html`<b>${position(this.data.first + base)}</b> <b>${letter}</b>`;
    if (!this.data.computed[base]) return html`${where} <span>${strings.track.notYet}</span>`;
    return html`${where}
      <span>${strings.track.importance} <b>${signed(this.data.importance.values[base] ?? 0, 3)}</b></span>
      ${this.changes(base).map((change) => html`<span>${change}</span>`)} <span>${strings.track.unit}</span>`;
  }

  private renderLegend() {
    const strongest = unsigned(this.data.strongestDelta, 2);
    return html`<div class="legend numbers">
      <p id="convention">${strings.track.convention}</p>
      <span class="scale">
        ${[...baseLetters].map(
          (letter) =>
            html`<span class="swatch base-${letter.toLowerCase()}" aria-hidden="true"></span>${letter}`,
        )}
      </span>
      <span class="scale">
        <span>${strings.track.deltas} A, C, G, T: −${strongest}</span>
        <span class="ramp" aria-hidden="true"></span> <span>+${strongest} ${strings.track.unit}</span>
      </span>
    </div>`;
  }

  private describe(base: number): string {
    const { data } = this;
    if (!data.computed[base]) return `${position(data.first + base)}, ${strings.track.notYet}`;
    return strings.track.readout(
      position(data.first + base),
      data.letters[base] ?? "",
      signed(data.importance.values[base] ?? 0, 3),
      this.changes(base).join(", "),
    );
  }

  private changes(base: number): string[] {
    return [...baseLetters]
      .map((letter, index) => ({ letter, delta: this.data.deltas[base * 4 + index] ?? 0 }))
      .filter(({ letter }) => letter !== this.data.letters[base])
      .map(({ letter, delta }) => strings.track.change(letter, signed(delta, 3)));
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { length } = this.data;
    const at = this.cursor ?? Math.floor((this.view.start + this.view.end) / 2);
    const step = event.shiftKey ? 10 : 1;
    const page = Math.round((this.view.end - this.view.start) / 2);
    const targets: Partial<Record<string, number>> = {
      ArrowLeft: at - step,
      ArrowRight: at + step,
      ArrowDown: at - step,
      ArrowUp: at + step,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      this.cursor = Math.min(length - 1, Math.max(0, this.cursor === undefined ? at : target));
      this.hovered = undefined;
      this.show(reveal(this.view, this.cursor, length));
    } else if (event.key === "+" || event.key === "=") this.show(zoom(this.view, 0.5, at, length));
    else if (event.key === "-") this.show(zoom(this.view, 2, at, length));
    else if (event.key === "0") this.show(whole(length));
    else return;
    event.preventDefault();
  };

  private show(view: Viewport): void {
    this.view = view;
    const { first, length } = this.data;
    const isWhole = view.end - view.start >= length;
    const range = [first + Math.round(view.start), first + Math.round(view.end) - 1];
    this.dispatchEvent(new CustomEvent("view", { detail: isWhole ? undefined : range }));
  }

  private centreOn(event: PointerEvent): void {
    const { left, width } = plotArea(this.strip);
    const x = event.clientX - this.strip.getBoundingClientRect().left;
    const base = ((x - left) / width) * this.data.length;
    this.show(pan(this.view, base - (this.view.start + this.view.end) / 2, this.data.length));
  }

  private readonly repaint = () => {
    this.palette = undefined;
    this.draw();
  };

  private draw(): void {
    if (!this.hasUpdated || !this.isConnected) return;
    this.palette ??= readPalette(this);
    const { frame } = this;
    const marks = { base: this.hovered ?? this.cursor, selection: frame };
    drawTrack(this.canvas, this.shownPlot, marks, this.palette);
    drawStrip(this.stripCanvas, this.shownPlot, this.palette);
  }
}

function plotArea(element: HTMLElement) {
  return { left: margins.left, width: element.clientWidth - margins.left - margins.right };
}
