import { css, html, nothing } from "lit";
import { unitOf } from "../map/columns";
import { customElement, property } from "lit/decorators.js";
import { BenchElement } from "../../app/bench-element";
import { shortUnit, signed, unsigned } from "../../strings/format";
import { motifOf, shownOf } from "../../tracks/sites-lane";
import { layerKinds, shuffles, type LayerKind, type Layers } from "./layers";
import type { ActivationMap, AttributionResult } from "../../engine/messages";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import "../../ui/progress";

/** What each further track says about the base that is pointed at, and what it rests on. */
@customElement("cisight-layer-notes")
export class LayerNotesElement extends BenchElement {
  static override styles = [
    shared,
    css`
      ul {
        margin: 0.375rem 0 0;
        display: grid;
        gap: 0.25rem;
        font-size: 0.8125rem;
      }
      li {
        /* Kept free, so that nothing moves while the pointer does. */
        min-height: 2.75rem;
        overflow-wrap: anywhere;
      }
      .help {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) layers!: Layers;
  /** Counts the changes of the layers, so that this element is drawn again. */
  @property({ type: Number }) version = 0;
  /** The base that is read out, from the promoter's first, and that one's position. */
  @property({ attribute: false }) base: number | undefined;
  @property({ type: Number }) first = 0;

  private get unit(): string {
    return shortUnit(unitOf(this.bench.predictions.track?.column, this.bench.model));
  }

  override render() {
    const shown = layerKinds.filter((kind) => this.layers.shown.has(kind));
    if (!shown.length) return nothing;
    return html`<ul>
      ${shown.map((kind) => this.renderLayer(kind))}
    </ul>`;
  }

  private renderLayer(kind: LayerKind) {
    const { layers } = this;
    const name = strings.layers.names[kind];
    const progress = layers.progress(kind);
    if (progress.state !== "idle")
      return html`<li>
        <cisight-progress
          .progress=${progress}
          .running=${strings.layers.running(name)}
          .cancelled=${strings.layers.cancelled(name)}
          .again=${strings.layers.again}
          @cancel=${() => layers.cancel(kind)}
          @again=${() => layers.again(kind)}
        ></cisight-progress>
      </li>`;
    return html`<li class="numbers">
      <b>${name}:</b>
      ${layers.result(kind) ? this.renderResult(kind) : html`<span>${strings.layers.waiting(name)}</span>`}
    </li>`;
  }

  private renderResult(kind: LayerKind) {
    switch (kind) {
      case "sites":
        return this.renderList(this.sites(), shownFamilies(this.layers).length);
      case "motifs":
        return this.renderList(this.hits(), this.layers.result(kind)?.length ?? 0);
      case "seqlets":
        return this.renderList(this.seqlets(), this.layers.result(kind)?.length ?? 0);
      case "grad-cam": {
        const map = this.layers.result(kind);
        return map ? this.renderActivation(map) : nothing;
      }
      case "gradient":
      case "deeplift":
      case "integrated-gradients": {
        const result = this.layers.result(kind);
        return result ? this.renderAttribution(result, shuffles[kind]) : nothing;
      }
    }
  }

  private renderActivation({ values }: ActivationMap) {
    const { base } = this;
    return html`<span>
      ${base === undefined ? nothing : html`<b>${strings.layers.here(unsigned(values[base] ?? 0, 4))}</b>`}
      <span class="help">${strings.layers.gradCamNote}</span>
    </span>`;
  }

  private renderAttribution(result: AttributionResult, shuffled: number) {
    const { base } = this;
    const { unit } = this;
    const { figures } = this.bench;
    const sum = result.bases.reduce((total, value) => total + value, 0);
    const [reference, total] = [figures.response(result.reference), figures.change(sum)];
    const rest = shuffled
      ? strings.layers.reference(
          shuffled,
          this.bench.model ? !this.bench.model.capabilities.tfLevels : false,
          reference,
          total,
          result.completenessError.toExponential(1),
          unit,
        )
      : strings.layers.gradientNote;
    return html`<span>
      ${base === undefined ? nothing : html`<b>${strings.layers.here(signed(result.bases[base] ?? 0, 4))}</b> ${unit}`}
      <span class="help">${rest}</span>
    </span>`;
  }

  private renderList(here: string[], all: number) {
    const { base } = this;
    if (!all) return html`<span>${strings.layers.noHits}</span>`;
    if (base === undefined) return html`<span>${strings.track.readoutEmpty}</span>`;
    return html`<span>${here.join("; ") || strings.layers.noneHere}</span>`;
  }

  private sites(): string[] {
    const { first } = this;
    const offset = this.bench.predictions.track?.offset ?? 0;
    const own = shownFamilies(this.layers).flatMap((family) =>
      family.sites.map((site) => ({ family, site })),
    );
    return own
      .map(({ family, site }) => ({ family, site, start: site.start - offset, end: site.end - offset }))
      .filter((place) => this.covers(place))
      .map(({ family, site, start, end }) =>
        strings.layers.site(
          motifOf(family, site),
          family.name,
          site.strand,
          first + start,
          first + end - 1,
          signed(site.contribution, 3),
        ),
      );
  }

  private hits(): string[] {
    const { layers, first } = this;
    return (layers.result("motifs") ?? [])
      .filter((hit) => this.covers(hit))
      .map(({ motif, strand, start, end, score, pValue }) =>
        strings.layers.hit(
          layers.motifs[motif]?.name ?? "",
          strand,
          first + start,
          first + end - 1,
          score,
          pValue,
        ),
      );
  }

  private seqlets(): string[] {
    const { layers, first } = this;
    return (layers.result("seqlets") ?? [])
      .filter((seqlet) => this.covers(seqlet))
      .map(({ start, end, total, pValue, best }) => {
        const where = strings.layers.seqlet(first + start, first + end - 1, total, pValue, this.unit);
        const name = best
          ? strings.layers.named(layers.motifs[best.motif]?.name ?? "", best.strand, best.pValue)
          : strings.layers.unnamed;
        return `${where}: ${name}`;
      });
  }

  private covers({ start, end }: { start: number; end: number }): boolean {
    return this.base !== undefined && this.base >= start && this.base < end;
  }
}

function shownFamilies(layers: Layers) {
  return shownOf(layers.result("sites")?.features ?? [], layers.family);
}
