import type { Engine } from "../../engine/engine";
import type { BasesSpec, EmbeddingSpec, InputSpec, NumbersSpec, Part } from "../../engine/messages";
import type { CallOptions } from "../../engine/rpc";
import { note, refusal, refused, type Message } from "../../state/message";
import { correction } from "../promoters/correction";
import { unpackEmbeddings } from "./packed-embeddings";

/** What was read of the text for one input. */
export interface ReadInput {
  /** By the samples' names. */
  byName: ReadonlyMap<string, Part>;
  /** Serves every sample: the only sequence there is, or the numbers' defaults. */
  forAll?: Part;
  /** Serves the samples in their order, where the file knows no names. */
  inOrder?: readonly Part[];
  messages: Message[];
}

interface Context {
  engine: Engine;
  /** The input's place among the model's. */
  at: number;
  options: CallOptions;
}

const nothing: ReadInput = { byName: new Map(), messages: [] };

/** Reads what was given for an input; rejects where nothing of it can be used. */
export async function readInput(text: string, spec: InputSpec, context: Context): Promise<ReadInput> {
  switch (spec.kind) {
    case "bases":
      return text.trim() ? readSequences(text, spec, context) : nothing;
    case "numbers":
      return readNumbers(text, spec, context);
    case "embedding":
      return text ? readEmbeddings(text, spec) : nothing;
  }
}

async function readSequences(text: string, { name: input }: BasesSpec, context: Context): Promise<ReadInput> {
  const { engine, at, options } = context;
  const { promoters, notes, problems } = await engine.readPromoters(text, options, at);
  const messages = [...problems.map(refused), ...notes.map((own) => correction(own, promoters))];
  const byName = new Map(promoters.map(({ name, sequence }): [string, Part] => [name, sequence]));
  const [only] = promoters;
  // One that is left of several is its promoter's alone.
  if (promoters.length !== 1 || !only || problems.length) return { byName, messages };
  return { byName, forAll: only.sequence, messages: [...messages, note("input.one-for-all", { input })] };
}

async function readNumbers(text: string, spec: NumbersSpec, context: Context): Promise<ReadInput> {
  const { engine, at, options } = context;
  const forAll = Float32Array.from(spec.numbers, (number) => number.default);
  if (!text.trim()) return { byName: new Map(), forAll, messages: [note("input.all-defaults")] };
  const { report, values } = await engine.readNumbers(text, at, options);
  const width = spec.numbers.length;
  const byName = new Map(
    report.names.map((name, row): [string, Part] => [name, values.slice(row * width, (row + 1) * width)]),
  );
  const messages = [
    ...(report.missing ? [note("input.missing-numbers", { count: report.missing })] : []),
    ...(report.unknown.length ? [note("input.other-columns", { names: report.unknown })] : []),
  ];
  return { byName, forAll, messages };
}

function readEmbeddings(text: string, spec: EmbeddingSpec): ReadInput {
  const { file, positions, width, names, values } = unpackEmbeddings(text);
  if (positions !== spec.positions || width !== spec.width)
    throw refusal("input.other-shape", {
      file,
      found: [positions, width],
      needed: [spec.positions, spec.width],
    });
  const size = positions * width;
  const parts = Array.from({ length: values.length / size }, (_, row) =>
    values.slice(row * size, (row + 1) * size),
  );
  if (!names) return { byName: new Map(), inOrder: parts, messages: [] };
  return { byName: new Map(names.map((name, row) => [name, parts[row]!])), messages: [] };
}
