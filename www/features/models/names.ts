import { twoNames } from "./two-names";
import type { ModelDescription } from "../../engine/messages";
import type { Conditions } from "../conditions/conditions";
import type { Promoters } from "../promoters/promoters";

/** What the model in use calls genes, TFs and conditions: for the examples that fields give. */
export interface Names {
  /** Both names of one gene, or two genes where they have one each; perhaps none. */
  genes: string[];
  tfs: string[];
  /** Another TF than those. */
  otherTf: string;
  /** Names of conditions of different kinds. */
  conditions: string[];
  presetId: string;
  /** Two genes, by the names that they are shown with. */
  twoGenes: string[];
}

/** Characters that a field of the narrow column shows, with an ellipsis behind them. */
const mostShown = 32;

interface Bench {
  readonly model: ModelDescription | undefined;
  readonly promoters: Promoters;
  readonly conditions: Conditions;
}

export function namesOf({ model, promoters, conditions }: Bench): Names {
  const tfs = model?.tfs ?? [];
  const { presets } = conditions;
  const series = presets.map((preset) => preset.series || preset.name);
  // "Heat shock" of "Heat shock 25 to 37 °C, course 1".
  const kinds = new Set(series.map((name) => name.replace(/[\s,(]+(?:[\d(,].*)?$/, "") || name));
  const shown = twoNames(tfs.map(({ id, name }) => [name, id]));
  const other = tfs.find(({ id, name }) => !shown.includes(name) && !shown.includes(id) && name !== id);
  return {
    genes: twoNames(promoters.examples.map(({ name, systematic }) => [name, systematic])),
    tfs: shown,
    otherTf: other?.name ?? tfs.at(-1)?.name ?? "",
    conditions: fitting([...kinds]),
    presetId: presets[0]?.id ?? "",
    twoGenes: promoters.examples.slice(0, 2).map(({ name }) => name),
  };
}

/** As many of the first names as a field has room to show. */
function fitting(names: string[]): string[] {
  let length = 0;
  const fit = names.filter((name) => (length += name.length + 2) <= mostShown);
  return fit.length ? fit : names.slice(0, 1);
}
