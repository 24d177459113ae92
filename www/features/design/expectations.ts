import type { Engine } from "../../engine/engine";
import { sampleOf } from "../../engine/model-inputs";
import type { ModelDescription } from "../../engine/messages";
import type { CallOptions } from "../../engine/rpc";
import { noted, type Message } from "../../state/message";
import { conditionsOf, placesOf } from "./design-ask";
import type { DesignOutcome } from "./design-outcome";

/** What is to be expected of a design: by column the response and one standard deviation of its error, and what speaks against trusting them. */
export interface Expectation {
  responses: number[];
  spreads: number[];
  notes: Message[];
}

/** Predicts designs once more, as the map predicts promoters: with spreads, and with what of them is unlike training. */
export async function expectationsOf(
  outcomes: readonly DesignOutcome[],
  { engine, model }: { engine: Engine; model: ModelDescription },
  options: CallOptions,
): Promise<Expectation[]> {
  const [first] = outcomes;
  if (!first) return [];
  const { columns } = first;
  const conditions = conditionsOf(columns);
  const levels = Float32Array.from(conditions.flatMap((values) => [...values]));
  const samples = outcomes.map(({ row, start, steps }) =>
    sampleOf({ ...row, sequence: steps.at(-1)?.sequence ?? start }),
  );
  const count = conditions.length;
  const [grid, unlike] = await Promise.all([
    engine.grid({ samples, conditions: levels, conditionCount: count }, options),
    engine.unlikeTraining({ samples, levels, conditions: count }, options),
  ]);
  const places = placesOf(columns, model.outputs.length);
  const width = count * model.outputs.length;
  const named = conditions.flatMap((values, at) => {
    const name = columns.find((column) => column.values === values)?.name ?? "";
    return (unlike.conditions[at] ?? []).map((own) => said(name, noted(own)));
  });
  return outcomes.map((_, at) => {
    const pick = (all: Float32Array) => places.map((place) => all[at * width + place] ?? NaN);
    const own = unlike.samples[at];
    return {
      responses: pick(grid.responses),
      spreads: pick(grid.spreads),
      notes: [...(own ? [noted(own)] : []), ...named],
    };
  });
}

/** A note behind the name of what it is about. */
const said = (name: string, own: Message): Message => ({
  ...own,
  message: name ? `${name}: ${own.message}` : own.message,
});
