import type { Assets } from "../../engine/assets";
import { FileWorker } from "../../engine/file-worker";
import type { ModelDescription } from "../../engine/messages";
import { isAbort, type CallOptions } from "../../engine/rpc";
import type { KeptGenome } from "../../store/database";
import { cutAgain, cutsOf, fits } from "./cuts";
import { genomeId, type Genomes } from "./genomes";

interface Bench {
  readonly assets: Assets;
  readonly genomes: Genomes;
}

/**
 * A genome as a model of several sequences reads it: each is cut out of the genome's files, or was before. The genome as it is for other
 * models, and where its files are not there any more.
 */
export async function genomeFor(
  model: ModelDescription,
  genome: KeptGenome,
  { assets, genomes }: Bench,
  options: CallOptions,
): Promise<KeptGenome> {
  const cuts = cutsOf(model);
  const { sources, species, assembly } = genome;
  if (!cuts.further.length || fits(genome, cuts)) return genome;
  const { anchor, length, downstream = 0 } = cuts.first ?? genome;
  const before = await genomes.find(genomeId({ species, assembly, anchor, length, downstream }));
  if (before && fits(before, cuts)) return before;
  if (!sources) return genome;
  const worker = new FileWorker(assets);
  try {
    const whole = await cutAgain(worker, { ...genome, sources }, cuts, options);
    await genomes.keep(whole);
    return whole;
  } catch (reason) {
    if (isAbort(reason)) throw reason;
    // The files may have been changed or moved: the model answers without them.
    return genome;
  } finally {
    worker.end();
  }
}
