import { html, nothing, type PropertyValues } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { FeatureShare } from "../../engine/messages";
import { readsOf } from "../../engine/model-inputs";
import { shared } from "../../style/shared";
import { strings } from "../../strings/index";
import { readPalette, type Palette } from "../../tracks/palette";
import { drawSiteStrip, stripHeight, type SiteStrip } from "../../tracks/site-strip";
import { siteRows } from "../../tracks/sites-lane";
import { Repaint } from "../../ui/repaint";
import { Width } from "../../ui/width";
import type { FamilySum } from "../families/families";
import { tfStyle } from "../tfs/tf-style";
import { GrammarElement } from "./grammar-element";
import { grammarStyle } from "./grammar-style";

const text = strings.grammar.where;

/** Where on the promoter the chosen kernel is most active, and what that carries of what it adds. */
@customElement("cisight-kernel-places")
export class KernelPlacesElement extends GrammarElement {
  static override styles = [shared, tfStyle, grammarStyle];

  @query("canvas") private canvas!: HTMLCanvasElement | null;
  private strip: SiteStrip | undefined;
  private palette: Palette | undefined;

  constructor() {
    super();
    new Width(this);
    new Repaint(this, () => {
      this.palette = undefined;
      this.draw();
    });
  }

  override render() {
    const { chosen, sum } = this.terms;
    const { result } = sum;
    if (!chosen || !result) return nothing;
    this.strip = this.stripOf(chosen, result);
    const upstream = this.upstreamOf(result);
    return html`<h3>${text.title(chosen.name)}</h3>
      <canvas aria-hidden="true" .style=${`height: ${stripHeight(this.strip)}px`}></canvas>
      ${chosen.sites.length ? nothing : html`<p class="line">${text.none}</p>`}
      <ul class="places numbers" aria-label=${text.list(chosen.name)}>
        ${chosen.sites.map(
          ({ start, end, contribution }) =>
            html`<li>${text.place(start - upstream, end - 1 - upstream, contribution)}</li>`,
        )}
      </ul>
      <p class="line numbers">${text.others(chosen.weak)}</p>
      <p class="help">${text.help}</p>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.draw();
  }

  private draw(): void {
    if (!this.canvas || !this.strip) return;
    this.palette ??= readPalette(this);
    drawSiteStrip(this.canvas, this.strip, this.palette);
  }

  private stripOf(feature: FeatureShare, sum: FamilySum): SiteStrip {
    const { model } = this.bench;
    const window = model ? readsOf(model, sum.row.input).window : 0;
    const listed = feature.sites.reduce((total, { contribution }) => total + contribution, 0);
    const share = Math.round((100 * listed) / (feature.contribution || 1));
    const length = Math.min(sum.row.sequence.length, window);
    return {
      title: text.strip(feature.name, feature.sites.length, share),
      rows: siteRows([feature], window - length).map((row) => row.map((site) => ({ ...site, name: "" }))),
      length,
      first: window - length - this.upstreamOf(sum),
    };
  }

  private upstreamOf({ row }: FamilySum): number {
    const { model } = this.bench;
    return model ? readsOf(model, row.input).upstream : 0;
  }
}
