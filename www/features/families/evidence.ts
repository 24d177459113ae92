import type { EvidenceSource, FeatureShare, ModelDescription } from "../../engine/messages";
import type { Analysis } from "../../engine/analysis";
import type { CallOptions } from "../../engine/rpc";
import type { Gene } from "../promoters/promoters";

/** A TF's peaks of binding on a promoter: -1 is the base before the start codon. */
export interface PeaksOfTf {
  tf: string;
  positions: readonly number[];
}

/** What experiments found of a family's TFs and a gene; TFs by their names. */
export interface FamilyEvidence {
  /** TFs with an edge to the gene, and those with edges to other genes alone. */
  edges: readonly string[];
  edgesElsewhere: readonly string[];
  /** TFs with peaks on the promoter, and those with peaks on other promoters alone. */
  peaks: readonly PeaksOfTf[];
  peaksElsewhere: readonly string[];
  /** From 0 to 1; undefined where there is no site or no relative. */
  conserved: number | undefined;
}

/** What experiments found of a gene of the model's own catalogue. */
export interface GeneEvidence {
  gene: Gene;
  sources: readonly EvidenceSource[];
  of(family: FeatureShare): FamilyEvidence;
}

/** Whether experiments found anything that ties one of a family's TFs to the gene. */
export function hasFound({ edges, peaks }: FamilyEvidence): boolean {
  return edges.length > 0 || peaks.length > 0;
}

/** Undefined where nothing is known of the gene. */
export async function evidenceOf(
  gene: Gene,
  model: ModelDescription,
  analysis: Analysis,
  options: CallOptions,
): Promise<GeneEvidence | undefined> {
  const { file, known } = await analysis.evidenceOf(gene.systematic, options);
  if (!known) return undefined;
  const [studied, measured] = [new Set(file.tfsWithEdges), new Set(file.tfsWithPeaks)];
  const edges = new Set(known.edges);
  const positions = new Map<string, number[]>();
  for (const { tf, position } of known.peaks) positions.set(tf, [...(positions.get(tf) ?? []), position]);
  const conserved = new Map(known.conservation.map(({ family, score }) => [family, score]));
  return {
    gene,
    sources: file.sources,
    of: ({ name, tfs }) => {
      const own = Array.from(tfs).flatMap((tf) => model.tfs[tf] ?? []);
      const names = (isIn: (id: string) => boolean) => own.filter(({ id }) => isIn(id)).map((tf) => tf.name);
      return {
        edges: names((id) => edges.has(id)),
        edgesElsewhere: names((id) => studied.has(id) && !edges.has(id)),
        peaks: own.flatMap(({ id, name: tf }) => {
          const found = positions.get(id);
          return found ? [{ tf, positions: found }] : [];
        }),
        peaksElsewhere: names((id) => measured.has(id) && !positions.has(id)),
        conserved: conserved.get(name),
      };
    },
  };
}
