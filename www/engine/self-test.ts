import { CodedError } from "./coded-error";
import { strings } from "../strings";
import type { GridResult, ModelDescription, MutagenesisResult, Part, Sample } from "./messages";
import { furtherInputs, noSequence } from "./model-inputs";
import type { ModelWorker } from "./model-worker";

const tolerance = 1e-3;
// The shortest promoters that are read have 20 bases.
const mutatedBases = 20;

/** Runs the same known input through both workers; rejects with the reason when they differ or WebGPU does not answer. */
export async function proveAgainst(
  cpu: ModelWorker,
  gpu: ModelWorker,
  model: ModelDescription,
  watchdogMs: number,
  mustBeFaster: boolean,
): Promise<{ slower: boolean }> {
  const known = knownInput(model);
  const [first] = known.samples;
  const short = { ...first, sequence: first.sequence.slice(-mutatedBases) };
  const condition = known.conditions.slice(0, model.tfs.length);
  const grid = (worker: ModelWorker) => worker.call("grid", known, { silenceMs: watchdogMs });
  const mutants = (worker: ModelWorker) =>
    worker.call("mutagenesis", { sample: short, condition }, { silenceMs: watchdogMs });

  compareGrids(await grid(cpu), await grid(gpu));
  // Whoever asks for WebGPU by name gets it however slow it is; a software adapter needs minutes for what follows.
  if (!mustBeFaster) return { slower: false };
  if (model.sequenceInput === noSequence)
    return { slower: (await duration(() => grid(gpu))) > (await duration(() => grid(cpu))) };
  compareMutants(await mutants(cpu), await mutants(gpu));
  // Shaders are compiled by now, so that these measure computing alone.
  return { slower: (await duration(() => mutants(gpu))) > (await duration(() => mutants(cpu))) };
}

async function duration(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Two promoters in two conditions, where there are any, from a fixed generator: the same on every machine, and nothing any real input depends on. */
function knownInput(model: ModelDescription) {
  let state = 20231;
  const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  const conditionCount = model.capabilities.tfLevels ? 2 : 1;
  const bases = (length: number) => Array.from({ length }, () => "ACGT"[Math.floor(next() * 4)]).join("");
  const others = () =>
    furtherInputs(model).map(({ spec }): Part => {
      if (spec.kind === "bases") return bases(spec.window);
      if (spec.kind === "numbers") return Float32Array.from(spec.numbers, (number) => number.default);
      return Float32Array.from({ length: spec.positions * spec.width }, () => next() * 2 - 1);
    });
  const sample = (): Sample => ({ sequence: bases(model.window), others: others() });
  const samples: [Sample, Sample] = [sample(), sample()];
  return {
    samples,
    conditions: Float32Array.from({ length: conditionCount * model.tfs.length }, () => next() * 2 - 1),
    conditionCount,
  };
}

function compareGrids(expected: GridResult, found: GridResult): void {
  compare(expected.responses, found.responses);
  compare(expected.spreads, found.spreads);
}

function compareMutants(expected: MutagenesisResult, found: MutagenesisResult): void {
  compare([expected.reference], [found.reference]);
  compare(expected.deltas, found.deltas);
}

function compare(expected: ArrayLike<number>, found: ArrayLike<number>): void {
  for (let i = 0; i < expected.length; i++) {
    const right = expected[i]!;
    const given = found[i];
    // Written so that a NaN fails as well.
    const agrees = given !== undefined && Math.abs(given - right) <= tolerance * Math.max(1, Math.abs(right));
    if (agrees) continue;
    const parameters = { expected: right, found: given ?? NaN };
    throw new CodedError("backend.differs", parameters, strings.backend.differs(right, parameters.found));
  }
}
