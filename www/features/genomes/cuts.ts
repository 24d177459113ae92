import type { FileWorker } from "../../engine/file-worker";
import type { ExtractionOptions } from "../../engine/files-api";
import type { ModelDescription } from "../../engine/messages";
import { sequencesOf, type Reads } from "../../engine/model-inputs";
import type { CallOptions } from "../../engine/rpc";
import type { FurtherCut, KeptGenome } from "../../store/database";
import { anchorOf } from "./anchor";
import { genomeId } from "./genomes";

/** Which stretch of each gene is cut out of a genome. */
export type Cut = Pick<ExtractionOptions, "anchor" | "length" | "downstream">;

/** What a model reads of each gene, as far as its anchors are known. */
interface Cuts {
  first: Cut | undefined;
  further: Cut[];
}

/** Undefined where an annotation does not tell the place that the model's words name. */
function cutOf({ anchor: words, upstream, downstream, frame }: Reads): Cut | undefined {
  const anchor = anchorOf(words);
  if (!anchor || frame) return undefined;
  return { anchor, length: upstream, ...(downstream > 0 && { downstream }) };
}

const isSame = (one: Cut, other: Cut) =>
  one.anchor === other.anchor &&
  one.length === other.length &&
  (one.downstream ?? 0) === (other.downstream ?? 0);

export function cutsOf(model: ModelDescription): Cuts {
  const all = sequencesOf(model);
  const of = (own: Reads[]) => own.flatMap((reads) => cutOf(reads) ?? []);
  const isFirst = ({ input }: Reads) => input === model.sequenceInput;
  return { first: of(all.filter(isFirst))[0], further: of(all.filter((own) => !isFirst(own))) };
}

/** Whether a genome was cut so, whatever else was cut out of it. */
export function fits(genome: KeptGenome, { first, further }: Cuts): boolean {
  const isThere = (cut: Cut) => (genome.further ?? []).some((own) => isSame(own, cut));
  return (!first || isSame(genome, first)) && further.every(isThere);
}

/** What a model reads beside the first sequence of each gene, out of the genome that the worker has read. */
export async function cutFurther(
  worker: FileWorker,
  names: Pick<ExtractionOptions, "species" | "assembly">,
  further: readonly Cut[],
  { signal }: CallOptions,
): Promise<Pick<KeptGenome, "further">> {
  const { species, assembly } = names;
  const cuts: FurtherCut[] = [];
  for (const cut of further) {
    const ask = { options: { ...cut, species, assembly } };
    const { report, fasta } = await worker.call("extract", ask, signal ? { signal } : {});
    cuts.push({ ...cut, genes: report.genes, fasta });
  }
  return cuts.length ? { further: cuts } : {};
}

/** The same genome cut otherwise, out of its files. */
export async function cutAgain(
  worker: FileWorker,
  genome: KeptGenome & { sources: File[] },
  { first, further }: Cuts,
  options: CallOptions,
): Promise<KeptGenome> {
  const { species, assembly, files, sources } = genome;
  await worker.call("readGenome", { files: sources }, options);
  const { anchor, length, downstream } = first ?? genome;
  const own = { anchor, length, ...(downstream && { downstream }), species, assembly };
  const { signal } = options;
  const cut = await worker.call("extract", { options: own }, signal ? { signal } : {});
  const beside = await cutFurther(worker, own, further, options);
  return { ...own, ...cut, ...beside, id: genomeId(own), files, sources };
}

/** The sequences that an input reads, a record for each gene; nothing where the genome was not cut for it. */
export function fastaFor({ further = [] }: KeptGenome, reads: Reads): Blob | undefined {
  const wanted = cutOf(reads);
  return wanted && further.find((own) => isSame(own, wanted))?.fasta;
}
