import type { EngineOwner } from "../engine/engine";
import { catalogueOf, type Genomes } from "../features/genomes/genomes";
import type { FurtherInputs } from "../features/inputs/further-inputs";
import type { Promoters } from "../features/promoters/promoters";
import type { KeptGenome } from "../store/database";

interface Bench extends EngineOwner {
  readonly genomes: Genomes;
  readonly promoters: Promoters;
  readonly inputs: FurtherInputs;
}

/** Where genes are looked up: in the model's own genome, or in one that the visitor opened. */
export class GeneSource {
  /** The genes that were chosen from each genome when it was left; the model's own has no id. */
  private readonly left = new Map<string | undefined, string[]>();

  constructor(private readonly bench: Bench) {}

  /** Looks genes up in another genome, or, where none is given, in the model's own; what was chosen from it before comes back. */
  async use(genome: KeptGenome | undefined): Promise<void> {
    const { genomes, promoters } = this.bench;
    const { inUse } = genomes;
    if (genome === inUse) return;
    this.left.set(
      inUse?.id,
      promoters.genes.map(({ systematic }) => systematic),
    );
    await this.lookUpIn(genome);
    // Another one may have come in between.
    if (genomes.inUse !== genome) return;
    await promoters.addGenes(this.left.get(genome?.id) ?? []);
  }

  /** The same without what was chosen from it before. */
  async lookUpIn(genome: KeptGenome | undefined): Promise<void> {
    const { genomes, promoters, inputs, engine } = this.bench;
    genomes.use(genome);
    engine.useCatalogue(genome && (() => catalogueOf(genome)));
    promoters.setGenome(genome?.id);
    await inputs.useGenome(genome);
  }
}
