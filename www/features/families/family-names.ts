import type { FeatureShare, ModelDescription } from "../../engine/messages";

type Tf = ModelDescription["tfs"][number];

/** The TFs of a family, by their names. */
export function namesOf({ tfs }: FeatureShare, model: ModelDescription | undefined): string[] {
  return Array.from(tfs, (tf) => model?.tfs[tf]?.name ?? "");
}

/** What a family is called: its TFs, or its motifs where none of the model's TFs binds them. */
export function titleOf(family: FeatureShare, model: ModelDescription | undefined): string {
  return namesOf(family, model).join(", ") || family.name.replaceAll("/", ", ");
}

/** TFs of the model that no family holds: none of their motifs is known. */
export function withoutMotif(features: readonly FeatureShare[], model: ModelDescription): Tf[] {
  const known = new Set(features.flatMap(({ tfs }) => [...tfs]));
  return model.tfs.filter((_, tf) => !known.has(tf));
}
