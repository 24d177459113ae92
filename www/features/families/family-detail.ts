import { html, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { FeatureShare, FeatureSite } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { describe } from "../../state/message";
import { shared } from "../../style/shared";
import { signed } from "../../strings/format";
import { strings } from "../../strings/index";
import { readPalette, type Palette } from "../../tracks/palette";
import { drawSiteStrip, siteStripSvg, stretchAt, stripHeight, type SiteStrip } from "../../tracks/site-strip";
import { motifOf, siteRows, type SiteStretch } from "../../tracks/sites-lane";
import "../../ui/progress";
import { Repaint } from "../../ui/repaint";
import { Width } from "../../ui/width";
import { Layers } from "../bases/layers";
import { TrackEditor } from "../bases/track-editor";
import { figureFormats, saveFigure, type FigureFormat } from "../downloads/save-figure";
import { nameOfCell } from "../map/cell-name";
import { tfStyle } from "../tfs/tf-style";
import { linesOf, renderEvidence, sourceLines } from "./evidence-notes";
import type { FamilySum, SitePreviews } from "./families";
import { peakMarks } from "./peak-marks";
import { familyStyle } from "./families-style";
import { FamilyElement } from "./family-element";

const text = strings.families;
// A phone's strip is too narrow for a page of print.
const narrowestFigure = 720;

/** The chosen family: what it adds, what were without it, and its sites, each of which can be taken out. */
@customElement("cisight-family-detail")
export class FamilyDetailElement extends FamilyElement {
  static override styles = [shared, tfStyle, familyStyle];

  @state() private marked = -1;
  @state() private problem = "";
  @query("canvas") private canvas!: HTMLCanvasElement | null;
  private readonly width: Width = new Width(this);
  private palette: Palette | undefined;
  private editor: TrackEditor | undefined;
  private strip: SiteStrip<SiteStretch> | undefined;
  private shownName = "";

  constructor() {
    super();
    new Repaint(this, () => {
      this.palette = undefined;
      this.draw();
    });
  }

  override willUpdate(): void {
    const { chosen } = this.families;
    if (chosen && chosen.name !== this.shownName) this.marked = -1;
    this.shownName = chosen?.name ?? "";
  }

  override render() {
    const { chosen, sum } = this.families;
    const { result } = sum;
    if (!chosen || !result) return html`<p class="help">${text.detail.none}</p>`;
    this.strip = this.stripOf(chosen, result);
    return html`
      <div class="title">
        <h3>${this.titleOf(chosen)}</h3>
        ${this.renderFigureButtons(chosen)}
      </div>
      <p class="help">${this.about(chosen)}</p>
      ${this.renderNumbers(chosen, result)} ${renderEvidence(this, chosen, result.row)}
      <canvas
        aria-hidden="true"
        .style=${`height: ${stripHeight(this.strip)}px`}
        @click=${this.onClick}
      ></canvas>
      <div class="tools">
        <button @click=${this.showOnTrack}>${text.onTrack}</button>
      </div>
      ${this.renderSites(chosen, result)}
      <div role="alert">${this.problem || nothing}</div>
    `;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.draw();
  }

  private about(family: FeatureShare): string {
    const names = this.namesOf(family);
    if (names.length > 1) return text.detail.many(names);
    return names[0] ? text.detail.one(names[0]) : text.detail.noTf(family.motifs.map(({ name }) => name));
  }

  private renderNumbers({ contribution, value, weight }: FeatureShare, { answer }: FamilySum) {
    const { figures } = this.bench;
    const isDown = contribution < 0;
    return html`<dl class="numbers">
      <dt>${text.detail.adds}</dt>
      <dd>
        <i class=${isDown ? "down" : "up"} aria-hidden="true"></i>${signed(contribution, 3)},
        ${isDown ? text.detail.lowers : text.detail.raises}
        <div class="help">${text.detail.value(signed(value, 3), signed(weight, 3))}</div>
      </dd>
      <dt>${text.detail.gone}</dt>
      <dd>
        ${text.detail.goneValue(
          figures.response(answer.response - contribution, 3),
          figures.change(-contribution, 3),
        )}
      </dd>
    </dl>`;
  }

  private renderSites(family: FeatureShare, { answer }: FamilySum) {
    const { previews } = this.families;
    const known = previews.result?.of === family ? previews.result : undefined;
    return html`<h3>${text.sites.title}</h3>
      ${family.sites.length ? nothing : html`<p class="line">${text.sites.none}</p>`}
      <ul class="sites" aria-label=${text.sites.list(this.titleOf(family))}>
        ${family.sites.map((site, at) => this.renderSite(family, site, at, answer.response, known))}
      </ul>
      <p class="line numbers">${text.sites.weak(family.weak)}</p>
      ${
        family.sites.length
          ? html`<cisight-progress
                .progress=${previews.progress}
                .running=${text.sites.previewRunning}
                .cancelled=${text.sites.previewCancelled}
                .again=${text.sites.again}
                @cancel=${() => previews.cancel()}
                @again=${() => previews.again()}
              ></cisight-progress>
              <p class="help">${text.sites.carriesHelp} ${text.sites.editHelp}</p>`
          : nothing
      }`;
  }

  private renderSite(
    family: FeatureShare,
    site: FeatureSite,
    at: number,
    response: number,
    previews: SitePreviews | undefined,
  ) {
    const name = this.nameOf(family, site);
    const edit = previews?.edits[at];
    const { figures } = this.bench;
    const said = (after: number) =>
      [figures.response(after, 3), figures.change(after - response, 3)] as const;
    return html`<li
      class=${at === this.marked ? "marked" : ""}
      @focusin=${() => (this.marked = at)}
      @pointerenter=${() => (this.marked = at)}
    >
      <div class="head numbers">
        <b>${name}</b><span title=${text.sites.carriesHelp}>${text.sites.carries(site.contribution)}</span>
      </div>
      ${
        edit
          ? html`<div class="edits numbers">
              <button
                aria-label=${text.sites.deleteOf(name, edit.bases, ...said(edit.deletedResponse))}
                @click=${() => void this.edit("delete", edit.span, "")}
              >
                ${text.sites.delete}</button
              ><span>${this.renderAfter(edit.bases, "", edit.deletedResponse, response)}</span>
              <button
                aria-label=${text.sites.replaceOf(name, edit.bases, edit.others, ...said(edit.replacedResponse))}
                @click=${() => void this.edit("replace", edit.span, edit.others)}
              >
                ${text.sites.replace}</button
              ><span>${this.renderAfter(edit.bases, edit.others, edit.replacedResponse, response)}</span>
            </div>`
          : html`<div class="edits">${text.sites.pending}</div>`
      }
    </li>`;
  }

  private renderAfter(bases: string, by: string, after: number, before: number) {
    const { figures } = this.bench;
    return text.sites.after(bases, by, figures.response(after, 3), figures.change(after - before, 3));
  }

  private nameOf(family: FeatureShare, site: FeatureSite): string {
    const first = this.firstPosition;
    return text.sites.item(motifOf(family, site), first + site.start, first + site.end - 1, site.strand);
  }

  /** Position of the window's first base. */
  private get firstPosition(): number {
    const { model, predictions } = this.bench;
    return model ? -readsOf(model, predictions.chosen?.row.input).upstream : 0;
  }

  private stripOf(family: FeatureShare, { row }: FamilySum): SiteStrip<SiteStretch> {
    const { model } = this.bench;
    const window = model ? readsOf(model, row.input).window : row.sequence.length;
    const length = Math.min(window, row.sequence.length);
    const offset = window - length;
    return {
      title: text.stripTitle(this.titleOf(family), family.sites.length),
      rows: siteRows([family], offset, family.sites[this.marked]),
      length,
      first: this.firstPosition + offset,
      marks: peakMarks(this.evidence, this.bench.about, family, row, this.firstPosition + offset),
    };
  }

  private draw(): void {
    if (!this.canvas || !this.strip || !this.width.pixels) return;
    this.palette ??= readPalette(this);
    drawSiteStrip(this.canvas, this.strip, this.palette);
  }

  private readonly onClick = (event: MouseEvent) => {
    const { strip, canvas } = this;
    const { chosen } = this.families;
    if (!strip || !canvas || !chosen) return;
    const found = stretchAt(strip, canvas.clientWidth, { x: event.offsetX, y: event.offsetY });
    const at = found ? chosen.sites.indexOf(found.site) : -1;
    this.marked = at;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelectorAll<HTMLElement>(".sites li")[at]?.querySelector("button")?.focus(),
    );
  };

  private readonly showOnTrack = () => {
    const { chosen } = this.families;
    if (chosen) this.families.choose(chosen.name);
    Layers.of(this.bench).show("sites", true);
    this.bench.showPanel("bases");
  };

  private async edit(kind: "delete" | "replace", span: { from: number; to: number }, bases: string) {
    this.problem = "";
    const { chosen } = this.families;
    // The family stays the one that is looked at when another becomes the largest.
    if (chosen) this.families.choose(chosen.name);
    try {
      this.editor ??= new TrackEditor(this.bench);
      await this.editor.run(kind === "delete" ? { kind, span } : { kind, span, bases });
    } catch (reason) {
      this.problem = describe(reason);
    }
  }

  private renderFigureButtons(family: FeatureShare) {
    return html`<span
      >${figureFormats.map(
        (format) =>
          html`<button
            class="plain"
            aria-label=${strings.tfs.downloadOf(text.stripFile, format)}
            @click=${() => void this.saveStrip(family, format)}
          >
            ${format.toUpperCase()}
          </button>`,
      )}</span
    >`;
  }

  private async saveStrip(family: FeatureShare, format: FigureFormat): Promise<void> {
    const { sum } = this.families;
    const { model } = this.bench;
    if (!sum.result || !model || !this.strip) return;
    const found = this.evidence.knownOf(sum.result.row)?.found;
    const figure = {
      title: `${text.strip(this.titleOf(family))}: ${nameOfCell(sum.result)}`,
      notes: [
        ...family.sites.map(
          (site) => `${this.nameOf(family, site)}: ${text.sites.carries(site.contribution)}`,
        ),
        text.sites.weak(family.weak),
        ...linesOf(this, family, sum.result.row),
        ...(found ? sourceLines(found) : []),
        strings.tfs.model(model.id, model.version),
      ],
      width: Math.max(narrowestFigure, this.width.pixels),
    };
    const plain = { ...this.strip, rows: siteRows([family], this.strip.first - this.firstPosition) };
    try {
      await saveFigure("cisight-tf-sites", siteStripSvg(plain, figure, readPalette(this, "light")), format);
    } catch (reason) {
      this.problem = describe(reason);
    }
  }
}
