import type { Workbench } from "../../app/workbench";
import { readsOf } from "../../engine/model-inputs";
import { css, html, nothing } from "lit";
import { unitOf } from "../map/columns";
import { customElement, query, state } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import type { ModelDescription } from "../../engine/messages";
import { duration, shortUnit } from "../../strings/format";
import { Comparison } from "./comparison";
import { PromoterDifferences, type FoundDifferences } from "./differences";
import { describe } from "../../state/message";
import { genomeFiles } from "../downloads/genome-files";
import { layerColumns } from "./layer-columns";
import { Layers } from "./layers";
import { OtherSequences } from "./other-sequences";
import "./other-sequence-tracks";
import type { Track } from "../map/grid";
import { selectionOf, spanOf, type Selection } from "./selection";
import { TrackEditor, type EditCommand, type Span } from "./track-editor";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { EditBarElement } from "./edit-bar";
import "./compare-panel";
import "./difference-table";
import "./layer-notes";
import "./motif-list";
import "../inputs/sequence-choice";
import "../../ui/progress";
import "./track-files";
import "./track-menu";
import { TrackViewElement } from "./track-view";
import type { CarriedMotif } from "../../tracks/motif-drag";
import { differenceLane } from "../../tracks/difference-lane";
import type { Lane } from "../../tracks/lane";
import { LayerLanes } from "../../tracks/layer-lanes";

/** The bases behind the chosen value, and what becomes of it when they are changed. */
@customElement("cisight-bases-panel")
export class BasesPanelElement extends BenchElement {
  static override styles = [
    shared,
    css`
      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 1rem;
        min-height: 1.75rem;
      }
      .plot {
        min-height: calc(clamp(19rem, 36vh, 30rem) + 15rem);
      }
    `,
  ];

  protected override follows({ frame, predictions, whatIf }: Workbench) {
    return [frame, predictions, whatIf];
  }

  @state() private selection: Selection | undefined;
  @state() private extending = false;
  @state() private problem = "";
  @query("cisight-track-view") private view!: TrackViewElement;
  @query("cisight-edit-bar") private editBar!: EditBarElement;
  @state() private pointed: number | undefined;
  @state() private version = 0;
  private editor: TrackEditor | undefined;
  private readonly layerLanes = new LayerLanes();
  private lanes: { layers: readonly Lane[]; found: FoundDifferences | undefined; all: readonly Lane[] } = {
    layers: [],
    found: undefined,
    all: [],
  };
  private readonly following: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const differences = PromoterDifferences.of(this.bench);
    this.following.push(differences.subscribe(() => this.version++));
    const followed = [Layers.of(this.bench), Comparison.of(this.bench), OtherSequences.of(this.bench)];
    for (const part of followed) {
      // Those of this panel's model: the workbench may have another one by the time this is taken away.
      this.following.push(
        part.subscribe(() => this.version++),
        () => part.setVisible(false),
      );
      part.setVisible(true);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.following.splice(0)) stop();
  }

  override render() {
    const { predictions, model } = this.bench;
    const { track, trackProgress, gridProgress } = predictions;
    const unit = unitOf(track?.column, model);
    const isComplete = track?.isComplete ?? false;
    const { grid } = predictions;
    const isBehind = gridProgress.state === "running" && grid?.isComplete === false;
    const running = this.isWaiting ? strings.track.waitsForGrid : strings.track.running;
    return html`
      <div class="title">
        <h3>${strings.track.title}</h3>
        ${
          track && model
            ? html`<cisight-track-files
                ?disabled=${!isComplete}
                .track=${track}
                .model=${model}
                .figures=${this.bench.figures}
                .layers=${() => layerColumns(Layers.of(this.bench))}
                .genomeFiles=${genomeFiles(track, model, Layers.of(this.bench))}
                .view=${() => this.view}
              ></cisight-track-files>`
            : nothing
        }
      </div>
      <cisight-progress
        .progress=${trackProgress}
        .running=${running}
        .cancelled=${strings.track.cancelled}
        .again=${strings.track.again}
        .idle=${track && isComplete ? this.trackSummary(track, unit) : isBehind ? strings.track.waitsForGrid : ""}
        @cancel=${() => predictions.cancelTrack()}
        @again=${() => void predictions.explain()}
      ></cisight-progress>
      ${track && model ? this.renderTrack(track, model) : html`<div class="plot"></div>`}
    `;
  }

  /** Behind the map: none of its bases has been begun. */
  private get isWaiting(): boolean {
    const { gridProgress, trackProgress } = this.bench.predictions;
    return gridProgress.state === "running" && trackProgress.state === "running" && !trackProgress.total;
  }

  private renderTrack(track: Track, model: ModelDescription) {
    const { anchor, window, upstream, downstream } = readsOf(model, track.row.input);
    const { predictions } = this.bench;
    const { chosen } = predictions;
    const { row } = track;
    const [layers, comparison] = [Layers.of(this.bench), Comparison.of(this.bench)];
    const isShifted = row.origin !== undefined && row.origin.sequence.length !== row.sequence.length;
    return html`<cisight-sequence-choice .bench=${this.bench} @look=${this.leave}></cisight-sequence-choice
      ><cisight-compare
        .bench=${this.bench}
        .comparison=${comparison}
        .version=${this.version}
      ></cisight-compare>
      <cisight-track-view
        .track=${track}
        .model=${model}
        .shownRange=${this.bench.view}
        .lanes=${this.allLanes(this.layerLanes.of(layers, track, shortUnit(unitOf(track.column, model))), track)}
        .other=${comparison.track}
        ?comparing=${comparison.other.kind !== "nothing"}
        .selection=${this.selection}
        ?extending=${this.extending}
        ?stale=${row !== predictions.lookedAt || track.column !== chosen?.column}
        @view=${(event: CustomEvent<[number, number] | undefined>) => this.bench.setView(event.detail)}
        @select-bases=${this.onSelect}
        @edit=${this.onEdit}
        @point=${(event: CustomEvent<number | undefined>) => (this.pointed = event.detail)}
        @type=${() => this.editBar.type()}
        @copy-bases=${() => void this.editBar.copy()}
      >
        <cisight-edit-bar
          slot="edits"
          .selection=${this.selection}
          .bases=${this.selection ? this.editorOf().bases(spanOf(this.selection)) : ""}
          .problem=${this.problem}
          ?extending=${this.extending}
          @edit=${this.onEdit}
          @zoom=${() => this.view.zoomToSelection()}
          @extend=${(event: CustomEvent<boolean>) => (this.extending = event.detail)}
          @leave=${this.leave}
        ></cisight-edit-bar>
        <cisight-layer-notes
          slot="lanes"
          .bench=${this.bench}
          .layers=${layers}
          .version=${this.version}
          .base=${this.pointed}
          .first=${track.offset - upstream}
        ></cisight-layer-notes>
      </cisight-track-view>
      <cisight-difference-table
        .bench=${this.bench}
        @show-bases=${this.onShowBases}
      ></cisight-difference-table>
      <cisight-track-menu .layers=${layers} .version=${this.version}></cisight-track-menu>
      <cisight-motif-list
        .layers=${layers}
        .version=${this.version}
        @place=${this.onPlace}
      ></cisight-motif-list>
      <cisight-other-sequence-tracks
        .bench=${this.bench}
        .others=${OtherSequences.of(this.bench)}
        .version=${this.version}
        @look=${this.leave}
      ></cisight-other-sequence-tracks>
      <p class="help" role="status">
        ${isShifted ? strings.edits.shifted(row.sequence.length, window, anchor, downstream) : nothing}
      </p>`;
  }

  /** The same list again while nothing about it changes. */
  private allLanes(layers: readonly Lane[], { offset }: Track): readonly Lane[] {
    const found = PromoterDifferences.of(this.bench).result;
    if (layers !== this.lanes.layers || found !== this.lanes.found) {
      const all = found?.differences.length ? [...layers, differenceLane(found, offset)] : layers;
      this.lanes = { layers, found, all };
    }
    return this.lanes.all;
  }

  private readonly onShowBases = async (event: CustomEvent<Span>) => {
    const { track } = this.bench.predictions;
    if (!track) return;
    this.selection = selectionOf(event.detail, track.row.sequence.length, this.downstream);
    await this.updateComplete;
    this.view.zoomToSelection();
  };

  /** Bases behind the anchor of the sequence that is looked at. */
  private get downstream(): number {
    const { model, predictions } = this.bench;
    return model ? readsOf(model, predictions.track?.row.input).downstream : 0;
  }

  private editorOf(): TrackEditor {
    return (this.editor ??= new TrackEditor(this.bench));
  }

  private readonly onSelect = (event: CustomEvent<Selection | undefined>) => {
    this.selection = event.detail;
    this.problem = "";
    if (!event.detail) this.extending = false;
  };

  private readonly leave = () => {
    this.selection = undefined;
    this.extending = false;
    this.problem = "";
    this.view.focusPlot();
  };

  /** A motif begins at the selected base. */
  private readonly onPlace = (event: CustomEvent<CarriedMotif>) => {
    const { name, bases } = event.detail;
    const from = this.selection && spanOf(this.selection).from;
    if (from === undefined) this.problem = strings.motifs.selectFirst;
    else if (from + bases.length > this.downstream) this.problem = strings.motifs.tooLong(name, bases.length);
    else void this.edit({ kind: "place", span: { from, to: from + bases.length }, bases, name });
  };

  private readonly onEdit = (event: CustomEvent<EditCommand>) => void this.edit(event.detail);

  private async edit(command: EditCommand): Promise<void> {
    this.problem = "";
    try {
      const editor = this.editorOf();
      const span = await editor.run(command);
      this.selection = selectionOf(span, editor.sequence.length, this.downstream);
    } catch (reason) {
      this.problem = describe(reason);
    }
  }

  private trackSummary({ reference, spread, milliseconds, backend, length }: Track, unit: string): string {
    const { figures } = this.bench;
    const response =
      figures.response(reference) +
      figures.error(reference, spread, this.bench.predictions.track?.column.output);
    return strings.track.summary(response, unit, length, duration(milliseconds), backend);
  }
}
