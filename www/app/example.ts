import type { Preset } from "../features/conditions/conditions";
import type { LinkState } from "../features/sessions/link";

/** What to begin with where no link says otherwise; the model's example where it is absent. */
export interface Beginning {
  model?: string;
  genes?: string[];
  presets?: string[];
}

/** What a fresh visit shows, where the model has them. */
const examplePresets = [
  "heat-shock-20min",
  "h2o2-20min",
  "amino-acid-starvation-1h",
  "diamide-20min",
  "sucrose-0-015",
  "wt-25c-dd0",
  "wt-28c-dd16",
];

export function exampleState(genes: string[], presets: readonly Preset[], begin: Beginning = {}): LinkState {
  const ids = examplePresets.filter((id) => presets.some((preset) => preset.id === id));
  return {
    genes: begin.genes ?? genes,
    presets: begin.presets ?? (ids.length ? ids : presets.slice(0, 2).map(({ id }) => id)),
    cell: { row: 0, column: 0 },
  };
}
