import type { Activation } from "./activation.ts";
import { batchNormParts } from "./batch-norm.ts";

/** FUN-PROSE's hyperparameters, named as in the manifest's `config`. */
export interface FunProseConfig {
  seq_length: number;
  num_tfs: number;
  conv1_knum: number;
  conv1_ksize: number;
  pool1: number;
  conv2_knum: number;
  conv2_ksize: number;
  pool2: number;
  xt_hidden: number;
  conv_activation: Activation;
  fc_activation: Activation;
  /** Widths of the three fully connected layers, where they are not the published ones. */
  fc_widths?: readonly [number, number, number];
}

/** Input channels, in the authors' order. */
export const letters = "ACGNT";

/** Widths of the three fully connected layers. */
export const denseOf = ({ fc_widths = [512, 256, 64] }: FunProseConfig) => fc_widths;

/** The hyperparameters of the publication (Nambiar et al. 2023) for S. cerevisiae. */
export const published: FunProseConfig = {
  seq_length: 1000,
  num_tfs: 208,
  conv1_knum: 256,
  conv1_ksize: 9,
  pool1: 19,
  conv2_knum: 64,
  conv2_ksize: 13,
  pool2: 8,
  xt_hidden: 1024,
  conv_activation: "relu",
  fc_activation: "elu",
};

/** Columns behind the first and behind the second max pool; both floor. */
export function columns(config: FunProseConfig): { first: number; second: number } {
  const first = Math.floor(config.seq_length / config.pool1);
  return { first, second: Math.floor(first / config.pool2) };
}

/** The shape of every weight, under the authors' names and in PyTorch's layout. */
export function weightShapes(config: FunProseConfig): Map<string, number[]> {
  const joined = config.conv2_knum * columns(config).second + config.xt_hidden;
  const shapes = new Map<string, number[]>();
  const layer = (name: string, ...shape: [number, ...number[]]) => {
    shapes.set(`${name}.weight`, shape).set(`${name}.bias`, [shape[0]]);
  };
  const norm = (name: string, size: number) => {
    for (const part of batchNormParts) shapes.set(`${name}.${part}`, [size]);
  };
  layer("conv1", config.conv1_knum, letters.length, config.conv1_ksize);
  norm("conv1bn", config.conv1_knum);
  layer("conv2", config.conv2_knum, config.conv1_knum, config.conv2_ksize);
  norm("conv2bn", config.conv2_knum);
  layer("fc_t", config.xt_hidden, config.num_tfs);
  const dense = denseOf(config);
  layer("fc1", dense[0], joined);
  norm("bn1", dense[0]);
  layer("fc2", dense[1], dense[0]);
  norm("bn2", dense[1]);
  layer("fc3", dense[2], dense[1]);
  norm("bn3", dense[2]);
  layer("fc_out", 1, dense[2]);
  return shapes;
}
