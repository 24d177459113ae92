import type { ModelDescription } from "../engine/messages";
import type { WhatIf } from "../features/bases/what-if";
import type { Conditions } from "../features/conditions/conditions";
import type { FurtherInputs } from "../features/inputs/further-inputs";
import type { Genomes } from "../features/genomes/genomes";
import type { Predictions } from "../features/map/predictions";
import type { Measurements } from "../features/measured/measurements";
import type { Promoters } from "../features/promoters/promoters";
import type { LinkState } from "../features/sessions/link";
import type { Variants } from "../features/variants/variants";
import type { TermMapKind } from "../features/families/term-map-kinds";
import type { Panel } from "./panels";

interface Bench {
  readonly model: ModelDescription | undefined;
  readonly genomes: Genomes;
  readonly promoters: Promoters;
  readonly conditions: Conditions;
  readonly inputs: FurtherInputs;
  readonly predictions: Predictions;
  readonly measurements: Measurements;
  readonly variants: Variants;
  readonly whatIf: WhatIf;
  readonly view: [number, number] | undefined;
  readonly panel: Panel;
  readonly termMap: TermMapKind | undefined;
}

/** What a link or a session file carries of what is on show. */
export function stateOf(bench: Bench): LinkState {
  const { model, genomes, promoters, conditions, predictions, measurements, variants, whatIf } = bench;
  const { view, panel, termMap } = bench;
  return {
    ...(model && { model: model.id }),
    ...(genomes.inUse && { genome: genomes.inUse.id }),
    genes: promoters.genes.map((gene) => gene.systematic),
    presets: conditions.chosen,
    everyPreset: conditions.presets.length > 0 && conditions.chosen.length === conditions.presets.length,
    cell: predictions.cell,
    ...(view && { view }),
    ...(panel !== "bases" && { panel }),
    ...(termMap && { termMap }),
    ...lookedAtIn(predictions, model),
    edits: whatIf.shown,
    sequences: promoters.text.trim() ? promoters.text : "",
    table: conditions.text.trim() ? conditions.text : "",
    further: bench.inputs.given,
    measured: measurements.text,
    variants: variants.text,
    ...(variants.of && { variantsOf: variants.of }),
  };
}

/** Which of several sequences is looked at, where that is not the first. */
function lookedAtIn({ sequence }: Predictions, model: ModelDescription | undefined): { lookedAt?: string } {
  const name =
    sequence === undefined || sequence === model?.sequenceInput ? undefined : model?.inputs[sequence]?.name;
  return name === undefined ? {} : { lookedAt: name };
}
