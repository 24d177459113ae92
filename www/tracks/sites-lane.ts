import type { FeatureShare, FeatureSite } from "../engine/messages";
import { strings } from "../strings";
import { drawBoxes, packed, rowHeight, type NamedStretch } from "./draw-boxes";
import type { Lane } from "./lane";

/** Families whose sites are shown where none is chosen. */
const mostFamilies = 5;

/** The strongest motif of a site, by what binds it. */
export function motifOf({ motifs }: FeatureShare, site: FeatureSite): string {
  return motifs[site.motifs[0] ?? 0]?.name ?? "";
}

/** A site as it is drawn. */
export interface SiteStretch extends NamedStretch {
  site: FeatureSite;
}

function stretchOf(family: FeatureShare, site: FeatureSite, offset: number, marked: boolean): SiteStretch {
  const name = motifOf(family, site);
  return {
    from: site.start - offset,
    to: site.end - offset,
    name: site.strand === "+" ? `${name} \u203a` : `\u2039 ${name}`,
    fill: site.contribution < 0 ? "down" : "up",
    marked,
    site,
  };
}

/** Rows of sites, those that read on the forward strand above the others; `offset` is the window's index of the first base drawn. */
export function siteRows(
  families: readonly FeatureShare[],
  offset: number,
  marked?: FeatureSite,
): SiteStretch[][] {
  const strand = (sign: "+" | "-") =>
    packed(
      families.flatMap((family) =>
        family.sites
          .filter((site) => site.strand === sign)
          .map((site) => stretchOf(family, site, offset, site === marked)),
      ),
    );
  return [...strand("+"), ...strand("-")];
}

/** The chosen family, or the few that add most. */
export function shownOf(features: readonly FeatureShare[], chosen: string | undefined): FeatureShare[] {
  const own = features.filter(({ name }) => name === chosen);
  if (own.length) return own;
  return [...features]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, mostFamilies);
}

/** A lane of the sites of one family, or of those that add most. */
export function sitesLane(
  features: readonly FeatureShare[],
  chosen: string | undefined,
  offset: number,
): Lane {
  const shown = shownOf(features, chosen);
  const rows = siteRows(shown, offset);
  const sites = shown.reduce((sum, family) => sum + family.sites.length, 0);
  return {
    title: strings.families.laneTitle(
      shown.map(({ name }) => name),
      sites,
    ),
    height: Math.max(1, rows.length) * rowHeight + 4,
    draw: (painter, view, box, palette) => drawBoxes(painter, rows, view, box, palette),
  };
}
