import type { BasesSpec, Frame, ModelDescription, Sample } from "./messages";

/** What a model reads around the anchor of one of its sequences. */
export interface Reads {
  /** The input's place among the model's. */
  input: number;
  /** The input's name. */
  name: string;
  /** Bases. */
  window: number;
  /** Bases before the anchor, and from it on. */
  upstream: number;
  downstream: number;
  anchor: string;
  frame?: Frame;
}

/** In the place of an input that reads bases, where a model has none. */
export const noSequence = -1;

const known = new WeakMap<ModelDescription, Map<number, Reads>>();

/** What a model reads of the sequence that is looked at: its first one where none is named. */
export function readsOf(model: ModelDescription, input = model.sequenceInput): Reads {
  const all = known.get(model) ?? new Map<number, Reads>();
  known.set(model, all);
  const reads = all.get(input) ?? around(model, input);
  all.set(input, reads);
  return reads;
}

function around(model: ModelDescription, input: number): Reads {
  const spec = model.inputs[input];
  const {
    name,
    window,
    anchor,
    downstream = 0,
    frame,
  }: Omit<BasesSpec, "kind" | "alphabet"> = spec?.kind === "bases" ? spec : { ...model, name: "" };
  return { input, name, window, upstream: window - downstream, downstream, anchor, ...(frame && { frame }) };
}

/** The model's sequences. */
export function sequencesOf(model: ModelDescription): Reads[] {
  return model.inputs.flatMap(({ kind }, at) => (kind === "bases" ? [readsOf(model, at)] : []));
}

/** What it reads beside its first sequence, each with its place. */
export function furtherInputs(
  model: ModelDescription,
): { at: number; spec: ModelDescription["inputs"][number] }[] {
  return model.inputs.flatMap((spec, at) => (at === model.sequenceInput ? [] : [{ at, spec }]));
}

/** A sample without whatever else a row holds. */
export function sampleOf({ sequence, others, input }: Sample): Sample {
  return { sequence, ...(others && { others }), ...(input !== undefined && { input }) };
}

/** Whether two samples are the same to the model; parts that were read once keep their identity. */
export function isSameSample(one: Sample, other: Sample): boolean {
  return (
    one.sequence === other.sequence &&
    one.input === other.input &&
    (one.others === other.others ||
      (one.others?.length === other.others?.length &&
        (one.others ?? []).every((part, at) => part === other.others?.[at])))
  );
}
