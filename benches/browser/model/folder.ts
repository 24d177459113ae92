import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BasesInput } from "./bases.ts";
import { architectures, type Network } from "./network.ts";
import { readSafetensors, type Weights } from "./safetensors.ts";

/** The parts of `manifest.json` that the benchmark reads. */
export type Manifest = Network & {
  id: string;
  members: number;
  input: BasesInput;
  /** Numbers that the network reads beside the bases; always their defaults here. */
  numbers?: { name: string; values: number[] };
  tfs: object[];
  scaling?: { mean: number[]; sd: number[] };
  weights: { file: string; bytes: number; sha256: string };
};

/** What lies elsewhere in a manifest of format 2. */
interface Second {
  inputs?: [BasesInput, ...NumbersInput[]];
  conditions?: Pick<Manifest, "tfs" | "scaling">;
}

interface NumbersInput {
  kind: string;
  name: string;
  numbers: { default?: number }[];
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
  const [input, ...others] = inputs ?? [];
  const manifest: Manifest = input ? { ...first, input, ...(conditions ?? { tfs: [] }) } : first;
  const [numbers, ...surplus] = others;
  if (surplus.length > 0 || (numbers && numbers.kind !== "numbers")) {
    throw new Error(
      `${folder} reads more than bases and one input of numbers, which this benchmark does not`,
    );
  }
  if (numbers) {
    manifest.numbers = { name: numbers.name, values: numbers.numbers.map((own) => own.default ?? 0) };
  }
  if (!architectures.includes(manifest.architecture)) {
    throw new Error(
      `${folder} holds a ${manifest.architecture}; this benchmark runs ${architectures.join(" and ")} only`,
    );
  }
  const weightsFile = new Uint8Array(readFileSync(join(folder, manifest.weights.file)));
  return { manifestJson, weightsFile, manifest, weights: readSafetensors(weightsFile) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
