import type { ModelDescription } from "../engine/messages";
import { noSequence } from "../engine/model-inputs";

/** The views of the chosen value. */
export const panelNames = ["bases", "tfs", "grammar", "filters", "design", "variants"] as const;
export type Panel = (typeof panelNames)[number];

/** The views that a model has something to say in; all that might, as long as it is not known. */
export function panelsOf(model: ModelDescription | undefined, hasKernels: boolean): readonly Panel[] {
  // Of vectors there are no bases to look at or to change.
  if (model?.sequenceInput === noSequence) return [];
  const { capabilities } = model ?? {};
  const { tfLevels = true, features = false } = capabilities ?? {};
  const isGrammar = features && !tfLevels;
  // Features of TFs are named motifs; kernels are told of by a file of the model's folder.
  const filters = !isGrammar && (features || hasKernels);
  const has: Partial<Record<Panel, boolean>> = { tfs: tfLevels, grammar: isGrammar, filters };
  return panelNames.filter((name) => has[name] ?? true);
}
