import { html, nothing } from "lit";
import type { FeatureShare } from "../../engine/messages";
import { strings } from "../../strings/index";
import type { PromoterRow } from "../promoters/promoters";
import type { FamilyElement } from "./family-element";
import { hasFound, type FamilyEvidence, type GeneEvidence } from "./evidence";
import type { FamilySum } from "./families";
import "../../ui/progress";

const text = strings.families.evidence;

/** In the table: what was found, in few words. */
export function renderFound(found: FamilyEvidence) {
  const { edges, edgesElsewhere, peaks, peaksElsewhere } = found;
  if (!hasFound(found))
    return html`<small
      >${edgesElsewhere.length + peaksElsewhere.length ? text.none : text.notStudied}</small
    >`;
  return html`${edges.length ? html`<div>${text.edges(edges)}</div>` : nothing}
  ${
    peaks.length
      ? html`<div>${text.peaks(peaks.map(({ tf, positions }) => [tf, positions.length] as const))}</div>`
      : nothing
  }`;
}

/** The same at length, a sentence for each kind. */
function evidenceLines(gene: string, known: FamilyEvidence): string[] {
  const { edges, edgesElsewhere, peaks, peaksElsewhere, conserved } = known;
  return [
    edges.length ? text.hasEdges(gene, edges) : text.noEdges(gene, edgesElsewhere),
    peaks.length ? text.hasPeaks(peaks) : text.noPeaks(peaksElsewhere),
    conserved === undefined ? text.notConserved : text.conserved(conserved),
  ];
}

/** What experiments found of a family and the gene of a promoter; nothing where it is not known, or not yet. */
export function linesOf({ evidence }: FamilyElement, family: FeatureShare, row: PromoterRow): string[] {
  const found = evidence.knownOf(row)?.found;
  if (!found) return [];
  const { name } = found.gene;
  return [...evidenceLines(name, found.of(family)), ...(row.origin ? [text.edited(name)] : [])];
}

/** Beside the chosen family: the same, as a list. */
export function renderEvidence(element: FamilyElement, family: FeatureShare, row: PromoterRow) {
  const lines = linesOf(element, family, row);
  if (!lines.length) return nothing;
  return html`<dl>
    <dt>${text.title}</dt>
    <dd>${lines.map((line) => html`<div>${line}</div>`)}</dd>
  </dl>`;
}

/** Where the evidence is from. */
export function sourceLines({ sources }: GeneEvidence): string[] {
  return sources.map(({ source, licence }) => text.source(source, licence));
}

/** Below the table: what the evidence is and is not, or why there is none. */
export function renderNotes({ evidence }: FamilyElement, { row }: FamilySum) {
  if (!evidence.isThere) return nothing;
  const gene = evidence.geneOf(row);
  if (!gene) return html`<p class="help">${text.noGene}</p>`;
  const known = evidence.knownOf(row);
  if (known && !known.found) return html`<p class="help">${text.unknownGene(gene.name)}</p>`;
  const { task } = evidence;
  return html`<p class="help">${text.help(gene.name)} ${row.origin ? text.edited(gene.name) : nothing}</p>
    ${known?.found ? sourceLines(known.found).map((line) => html`<p class="help">${line}</p>`) : nothing}
    ${
      known
        ? nothing
        : html`<cisight-progress
            .progress=${task.progress}
            .running=${text.running}
            .cancelled=${text.cancelled}
            .again=${strings.families.sites.again}
            @cancel=${() => task.cancel()}
            @again=${() => task.again()}
          ></cisight-progress>`
    }`;
}
