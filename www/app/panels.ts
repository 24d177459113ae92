import type { ModelDescription } from "../engine/messages";

/** The views of the chosen value. */
export const panelNames = ["bases", "tfs", "grammar", "filters", "design", "variants"] as const;
export type Panel = (typeof panelNames)[number];

/** The views that a model has something to say in; all that might, as long as it is not known. */
export function panelsOf(
  capabilities: ModelDescription["capabilities"] | undefined,
  hasKernels: boolean,
): readonly Panel[] {
  const { tfLevels = true, features = false } = capabilities ?? {};
  const isGrammar = features && !tfLevels;
  // Features of TFs are named motifs; kernels are told of by a file of the model's folder.
  const filters = !isGrammar && (features || hasKernels);
  const has: Partial<Record<Panel, boolean>> = { tfs: tfLevels, grammar: isGrammar, filters };
  return panelNames.filter((name) => has[name] ?? true);
}
