import { Random } from "../random.ts";
import { sha256, type Manifest, type ModelFolder } from "./folder.ts";
import { letters, weightShapes, type FunProseConfig } from "./fun-prose.ts";
import { writeSafetensors, type Weights } from "./safetensors.ts";

/**
 * A network of the given size with seeded weights: He-scaled, and with batch-norm statistics that are neither 0 nor 1,
 * so that a batch norm in the wrong place or with its parts exchanged changes the answer.
 */
export function randomModel(config: FunProseConfig, seed: number): ModelFolder {
  const random = new Random(seed);
  const weights: Weights = new Map();
  for (const [name, shape] of weightShapes(config)) {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = new Float32Array(size);
    const draw = drawFor(name, size / shape[0]!, random);
    for (let at = 0; at < size; at++) values[at] = draw();
    weights.set(name, { shape, values });
  }
  const weightsFile = writeSafetensors(weights);
  const input = { window: config.seq_length, alphabet: letters, anchor: "start codon" };
  const manifest: Manifest & Record<string, unknown> = {
    format: 1,
    id: "random",
    version: "1.0.0",
    title: "Random weights for the benchmark",
    species: "none",
    architecture: "fun-prose",
    config,
    members: 1,
    input,
    tfs: Array.from({ length: config.num_tfs }, (_, at) => ({ id: `TF${at}`, name: `TF${at}` })),
    output: { name: "response", unit: "none" },
    weights: { file: "weights.safetensors", bytes: weightsFile.length, sha256: sha256(weightsFile) },
  };
  return { manifestJson: JSON.stringify(manifest), weightsFile, manifest, weights };
}

function drawFor(name: string, fanIn: number, random: Random): () => number {
  if (name.endsWith(".running_mean")) return () => random.normal(0.3, 0.2);
  if (name.endsWith(".running_var")) return () => random.uniform(0.5, 1.5);
  if (name.endsWith(".bias")) return () => random.normal(0, 0.1);
  const isNorm = /bn\d?\.weight$|^bn/.test(name);
  return isNorm ? () => random.uniform(0.7, 1.3) : () => random.normal(0, Math.sqrt(2 / fanIn));
}
