import type { Conditions } from "../features/conditions/conditions";
import type { Genomes } from "../features/genomes/genomes";
import type { Gene, Promoters } from "../features/promoters/promoters";

/** What the visitor chose and typed for edits to be made in. */
export interface Inputs {
  /** The id of the visitor's own genome that the genes are from. */
  genome?: string;
  genes: readonly Gene[];
  sequences: string;
  presets: readonly string[];
  table: string;
}

interface Bench {
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly genomes: Genomes;
}

/** As far as it has been read: what the rows and columns of the moment are of. */
export function inputsOf({ promoters, conditions, genomes }: Bench): Inputs {
  return {
    ...(genomes.inUse && { genome: genomes.inUse.id }),
    genes: promoters.genes,
    sequences: promoters.readText,
    presets: conditions.chosen,
    table: conditions.readText,
  };
}

/** What is the same stays as it is, and so do its results. */
export async function setInputs(
  { promoters, conditions, genomes }: Bench,
  { genome, genes, sequences, presets, table }: Inputs,
): Promise<void> {
  if (genome === genomes.inUse?.id) promoters.genes = [...genes];
  await Promise.all([
    sequences !== promoters.readText && promoters.setText(sequences, 0),
    presets.join() !== conditions.chosen.join() && conditions.choose([...presets]),
    table !== conditions.readText && conditions.setText(table, 0),
  ]);
}
