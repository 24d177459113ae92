import type { Activation } from "./activation.ts";
import { batchNormParts } from "./batch-norm.ts";

/** The hyperparameters of a residual network for reporter assays, named as in the manifest's `config`. */
export interface ReporterResnetConfig {
  length: number;
  convolutions: ConvolutionSpec[];
  /** Widths of the fully connected layers before the output. */
  dense: number[];
  activation: Activation;
  both_strands: boolean;
  /** Numbers that it answers with; 1 where absent. */
  outputs?: number;
}

/** A convolution without bias that keeps the length, a max pool, a batch norm, perhaps the addition of an earlier layer, the activation. */
export interface ConvolutionSpec {
  channels: number;
  width: number;
  /** Width and stride of the max pool; 1 where absent. */
  pool?: number;
  /** The convolution (counted from 0) whose input is added. */
  adds_input_of?: number;
}

/** Input channels: their complements are the same letters backwards. */
export const letters = "ACGT";

/** A convolution with the shapes of what it reads and gives. */
export interface ConvolutionLayer extends ConvolutionSpec {
  inputs: number;
  /** Columns that it reads. */
  columns: number;
  pool: number;
  /** Columns behind its pool, which floors. */
  pooled: number;
}

export function convolutionLayers(config: ReporterResnetConfig): ConvolutionLayer[] {
  let [inputs, columns] = [letters.length, config.length];
  return config.convolutions.map((spec) => {
    const pool = spec.pool ?? 1;
    const layer = { ...spec, inputs, columns, pool, pooled: Math.floor(columns / pool) };
    [inputs, columns] = [spec.channels, layer.pooled];
    return layer;
  });
}

/** Inputs and outputs of each fully connected layer, the output layer included. */
export function denseShapes(config: ReporterResnetConfig): [number, number][] {
  const { channels, pooled } = convolutionLayers(config).at(-1)!;
  const outputs = [...config.dense, config.outputs ?? 1];
  return outputs.map((output, at) => [outputs[at - 1] ?? channels * pooled, output]);
}

/** The shape of every weight, in PyTorch's layout. */
export function weightShapes(config: ReporterResnetConfig): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const [at, { channels, inputs, width }] of convolutionLayers(config).entries()) {
    shapes.set(`convolutions.${at}.weight`, [channels, inputs, width]);
    for (const part of batchNormParts) shapes.set(`norms.${at}.${part}`, [channels]);
  }
  for (const [at, [input, output]] of denseShapes(config).entries()) {
    shapes.set(`dense.${at}.weight`, [output, input]).set(`dense.${at}.bias`, [output]);
  }
  return shapes;
}
