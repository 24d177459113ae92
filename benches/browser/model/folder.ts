import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { architectures, type Network } from "./network.ts";
import { readSafetensors, type Weights } from "./safetensors.ts";

/** The parts of `manifest.json` that the benchmark reads. */
export type Manifest = Network & {
  id: string;
  members: number;
  input: { window: number; alphabet: string };
  tfs: object[];
  scaling?: { mean: number[]; sd: number[] };
  weights: { file: string; bytes: number; sha256: string };
};

/** What lies elsewhere in a manifest of format 2. */
interface Second {
  inputs?: Manifest["input"][];
  conditions?: Pick<Manifest, "tfs" | "scaling">;
}

/** A Cisight model: what `Session.loadModel` takes, and the same parsed. */
export interface ModelFolder {
  manifestJson: string;
  weightsFile: Uint8Array;
  manifest: Manifest;
  weights: Weights;
}

export function readModelFolder(folder: string): ModelFolder {
  const manifestJson = readFileSync(join(folder, "manifest.json"), "utf8");
  const { inputs, conditions, ...first } = JSON.parse(manifestJson) as Manifest & Second;
  const [input] = inputs ?? [];
  const manifest: Manifest = input ? { ...first, input, ...(conditions ?? { tfs: [] }) } : first;
  if (!architectures.includes(manifest.architecture)) {
    throw new Error(
      `${folder} holds a ${manifest.architecture}; this benchmark exports ${architectures.join(" and ")} only`,
    );
  }
  const weightsFile = new Uint8Array(readFileSync(join(folder, manifest.weights.file)));
  return { manifestJson, weightsFile, manifest, weights: readSafetensors(weightsFile) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
