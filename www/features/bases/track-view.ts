import { html, LitElement } from "lit";
import { readsOf } from "../../engine/model-inputs";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ModelDescription } from "../../engine/messages";
import { position } from "../../strings/format";
import type { OtherTrack } from "./tracks-beside";
import type { Track } from "../map/grid";
import { spanOf, type Selection } from "./selection";
import type { EditCommand } from "./track-editor";
import { originKey } from "./what-if";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { heatmapRow, type Plot, type Stretch } from "../../tracks/draw-track";
import { narrowestCell } from "../../tracks/draw-heatmap";
import { comparisonLanes, differenceOf, type Difference } from "../../tracks/difference";
import { addGestures } from "../../tracks/gestures";
import { readKey } from "../../tracks/keys";
import { heightOfLanes, type Lane } from "../../tracks/lane";
import { acceptMotifs } from "../../tracks/motif-drag";
import { addStripGestures, plotArea, shareAt } from "../../tracks/plot-area";
import { baseLetters, trackData, type TrackData } from "../../tracks/track-data";
import {
  clamp,
  keepPositions,
  ofPositions,
  pan,
  reveal,
  whole,
  zoom,
  type Viewport,
} from "../../tracks/viewport";
import { TrackDrawing } from "./track-drawing";
import { describeBase, renderLegend, renderReadout } from "./track-readout";
import { renderZoomButtons } from "./track-zoom";
import { trackViewStyle } from "./track-view-style";

/**
 * The mutagenesis track of one promoter in one condition. Tells its owner which positions are shown ("view"), what is selected ("select-bases"),
 * the base that is read out ("point"), edits that are asked for ("edit"), and that a stretch is to be typed ("type") or copied ("copy-bases").
 */
@customElement("cisight-track-view")
export class TrackViewElement extends LitElement {
  static override styles = [shared, trackViewStyle];

  @property({ attribute: false }) track!: Track;
  @property({ attribute: false }) lanes: readonly Lane[] = [];
  /** What the track is compared with. */
  @property({ attribute: false }) other: OtherTrack | undefined;
  /** Keeps the place of the second track while it is computed. */
  @property({ type: Boolean }) comparing = false;
  @property({ attribute: false }) shownRange: [number, number] | undefined;
  @property({ attribute: false }) selection: Selection | undefined;
  /** A drag or a tap extends the selection, as Shift does where there is a keyboard. */
  @property({ type: Boolean }) extending = false;
  @property({ attribute: false }) model!: ModelDescription;
  @property({ type: Boolean, reflect: true }) stale = false;
  /** Nobody takes its edits: it says and asks for none. */
  @property({ attribute: false }) isReadOnly = false;
  @state() private view: Viewport = { start: 0, end: 1 };
  /** Where a motif that is dragged over the plot would come to stand. */
  @state() private landing: Stretch | undefined;
  @state() private hovered: number | undefined;
  @query("#plot") private plot!: HTMLElement;
  @query("#strip") private strip!: HTMLElement;
  @query("#plot canvas") private canvas!: HTMLCanvasElement;
  @query("#strip canvas") private stripCanvas!: HTMLCanvasElement;
  private data!: TrackData;
  /** The data on the scale that it has in common with what it is compared with. */
  private plotted!: TrackData;
  private difference: Difference | undefined;
  private allLanes: readonly Lane[] = [];
  private readonly drawing = new TrackDrawing(this, () => this.draw());
  private toldBase: number | undefined;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("track")) this.takeTrack(changed.get("track") as Track | undefined);
    if (changed.has("track") || changed.has("other") || changed.has("lanes") || changed.has("comparing"))
      this.compare();
  }

  private takeTrack(old: Track | undefined): void {
    const before = this.data as TrackData | undefined;
    this.data = trackData(this.track, this.model);
    const { length, first } = this.data;
    if (!before) this.view = ofPositions(this.shownRange, first, length);
    else if (before.length !== length) {
      this.hovered = undefined;
      // An edit leaves the positions where they are; another length is another promoter otherwise.
      const [now, then] = [this.track.row, old?.row];
      const isEdit = then && then.input === now.input && originKey(then.key) === originKey(now.key);
      this.view = isEdit
        ? keepPositions(this.view, [before.first, before.length], [first, length])
        : whole(length);
    }
  }

  private compare(): void {
    const { other, data } = this;
    this.difference = other && differenceOf(data, other);
    this.plotted = this.difference ? { ...data, importance: this.difference.importance } : data;
    this.allLanes = [...this.lanes, ...comparisonLanes(other, this.difference, this.comparing, data.unit)];
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
      click: (base, y, extend) => this.clickOn(base, y, extend),
      select: (from, to) => this.select(from, to),
      selects: () => this.extending,
      wheelZooms: () => this.shadowRoot?.activeElement === this.plot,
    });
    acceptMotifs({
      element: this.plot,
      length: () => this.data.length,
      baseAt: (clientX) => {
        const share = shareAt(this.plot, clientX);
        return Math.max(0, this.view.start + share * (this.view.end - this.view.start));
      },
      hover: (stretch) => (this.landing = stretch),
      drop: ({ name, bases }, at) => {
        const from = this.data.first + at;
        this.tell<EditCommand>("edit", {
          kind: "place",
          span: { from, to: from + bases.length },
          bases,
          name,
        });
      },
    });
    addStripGestures(this.strip, (share) => {
      const { length } = this.data;
      this.show(pan(this.view, share * length - (this.view.start + this.view.end) / 2, length));
    });
  }

  override updated(): void {
    const { readBase } = this;
    if (readBase !== this.toldBase) this.tell("point", (this.toldBase = readBase));
    this.plot.style.setProperty("--lanes", `${heightOfLanes(this.allLanes)}px`);
    this.drawing.soon();
  }

  /** What is on show, for a figure of it. */
  get shownPlot(): Plot {
    return { data: this.plotted, view: this.view, lanes: this.allLanes };
  }

  get shownPositions(): [number, number] {
    const { first } = this.data;
    return [first + Math.round(this.view.start), first + Math.round(this.view.end) - 1];
  }

  get plotSize(): { width: number; height: number } {
    return { width: this.plot.clientWidth, height: this.plot.clientHeight };
  }

  /** The base that is read out: under the pointer, or else the cursor's. */
  get readBase(): number | undefined {
    return this.hovered ?? this.cursor;
  }

  focusPlot(): void {
    this.plot.focus();
  }

  zoomToSelection(): void {
    const { stretch } = this;
    if (stretch) this.show(clamp({ start: stretch.from, end: stretch.to }, this.data.length));
  }

  override render() {
    const { data, view, cursor } = this;
    const [from, to] = this.shownPositions;
    const base = this.readBase;
    const at = cursor ?? data.length - 1;
    const reads = readsOf(this.model, this.track.row.input);
    return html`
      <div class="bar">
        <span class="range numbers">
          ${strings.track.window(position(from), position(to), to - from + 1)}
        </span>
        ${renderZoomButtons(view, data.length, (next) => this.show(next))}
      </div>
      <slot name="edits"></slot>
      <div id="strip" title=${strings.track.overview}><canvas aria-hidden="true"></canvas></div>
      <div
        id="plot"
        role="slider"
        tabindex="0"
        aria-label=${this.isReadOnly ? strings.track.labelReadOnly(reads.name) : strings.track.label}
        aria-describedby="convention"
        aria-valuemin=${data.first}
        aria-valuemax=${data.first + data.length - 1}
        aria-valuenow=${data.first + at}
        aria-valuetext=${describeBase(data, at, this.difference)}
        @keydown=${this.onKey}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <p class="axis">${strings.track.axis(reads.anchor, reads.downstream)}</p>
      <p class="readout numbers">
        ${base === undefined ? strings.track.readoutEmpty : renderReadout(data, base, this.difference)}
      </p>
      <slot name="lanes"></slot>
      ${renderLegend(data)}
      <p class="help hint">${this.isReadOnly ? strings.track.hintReadOnly : strings.track.hint}</p>
    `;
  }

  private get cursor(): number | undefined {
    const base = this.selection && this.selection.cursor - this.data.first;
    return base !== undefined && base >= 0 && base < this.data.length ? base : undefined;
  }

  private get stretch(): Stretch | undefined {
    if (!this.selection) return undefined;
    const { from, to } = spanOf(this.selection);
    return { from: from - this.data.first, to: to - this.data.first };
  }

  private select(anchor: number, cursor: number): void {
    const { first } = this.data;
    this.tell<Selection>("select-bases", { anchor: first + anchor, cursor: first + cursor });
  }

  private clickOn(base: number, y: number, extend: boolean): void {
    const { first } = this.data;
    const row = heatmapRow(y, this.plot.clientHeight, this.allLanes);
    const pixels = plotArea(this.plot).width / (this.view.end - this.view.start);
    if (extend && this.selection) return this.select(this.selection.anchor - first, base);
    this.select(base, base);
    // Where columns are too narrow to aim at, a click only selects.
    if (row !== undefined && pixels >= narrowestCell)
      this.tell<EditCommand>("edit", { kind: "mutate", at: first + base, base: baseLetters[row] ?? "" });
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const { data, view, selection, cursor } = this;
    const at = cursor ?? Math.floor((view.start + view.end) / 2);
    const command = readKey(event, at, view.end - view.start, data.length);
    if (!command) return;
    const span = selection && spanOf(selection);
    switch (command.kind) {
      case "move": {
        const to = cursor === undefined ? at : command.to;
        this.select(command.extend && selection ? selection.anchor - data.first : to, to);
        this.hovered = undefined;
        this.show(reveal(view, to, data.length));
        break;
      }
      case "zoom":
        this.show(zoom(view, command.factor, at, data.length));
        break;
      case "whole":
        this.show(whole(data.length));
        break;
      case "zoomToSelection":
        this.zoomToSelection();
        break;
      case "leave":
        if (selection) this.tell("select-bases", undefined);
        break;
      case "mutate":
        if (!selection) return;
        this.tell<EditCommand>("edit", { kind: "mutate", at: selection.cursor, base: command.base });
        break;
      case "delete":
        if (!span) return;
        this.tell<EditCommand>("edit", { kind: "delete", span });
        break;
      case "insert":
      case "copy":
        if (!span) return;
        this.tell(command.kind === "insert" ? "type" : "copy-bases", undefined);
    }
    event.preventDefault();
  };

  private show(view: Viewport): void {
    this.view = view;
    const isWhole = view.end - view.start >= this.data.length;
    this.tell("view", isWhole ? undefined : this.shownPositions);
  }

  private draw(): void {
    if (!this.hasUpdated || !this.isConnected) return;
    const marks = { base: this.readBase, selection: this.landing ?? this.stretch };
    this.drawing.paint(this.canvas, this.stripCanvas, this.shownPlot, marks);
  }

  private tell<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
