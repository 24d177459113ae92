import type { ModelSummary } from "../../engine/manifest";
import type { FeatureShare } from "../../engine/messages";
import { strings } from "../../strings/index";
import type { Marks } from "../../tracks/draw-marks";
import type { PromoterRow } from "../promoters/promoters";
import type { Evidence } from "./gene-evidence";

const text = strings.families.evidence;

/** Peaks of a family's TFs on a promoter whose first base is at `first`; their room is kept while they are fetched. */
export function peakMarks(
  evidence: Evidence,
  about: ModelSummary | undefined,
  family: FeatureShare,
  row: PromoterRow,
  first: number,
): Marks | undefined {
  // Peaks are placed by the start codon of the gene itself.
  if (about?.anchor !== "start codon" || about.frame || !evidence.geneOf(row)) return undefined;
  const known = evidence.knownOf(row);
  if (!known) return { places: [], none: "" };
  const { peaks = [] } = known.found?.of(family) ?? {};
  const places = peaks.flatMap(({ tf, positions }) =>
    positions.filter((at) => at >= first).map((at) => ({ at: at - first, name: text.mark(tf) })),
  );
  return { places, none: text.noMarks };
}
