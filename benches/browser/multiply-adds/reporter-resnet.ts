import {
  convolutionLayers,
  denseShapes,
  type ConvolutionLayer,
  type ReporterResnetConfig,
} from "../model/reporter-resnet.ts";
import { span } from "./span.ts";

type Config = ReporterResnetConfig;

function strands(config: Config): number {
  return config.both_strands ? 2 : 1;
}

/** The fully connected layers behind the first one. */
function head(config: Config): number {
  return denseShapes(config)
    .slice(1)
    .reduce((sum, [inputs, outputs]) => sum + inputs * outputs, 0);
}

/** The first fully connected layer, for so many of the columns that it reads. */
function firstDense(config: Config, columns: number): number {
  const { channels } = convolutionLayers(config).at(-1)!;
  return columns * channels * denseShapes(config)[0]![1];
}

/** The whole network for one sequence, every layer dense, both strands where it reads both. */
export function plainForward(config: Config): number {
  const layers = convolutionLayers(config);
  const convolutions = layers.reduce(
    (sum, { columns, channels, inputs, width }) => sum + columns * channels * inputs * width,
    0,
  );
  return strands(config) * (convolutions + firstDense(config, layers.at(-1)!.pooled) + head(config));
}

/** The columns of a convolution that read `column`, as far as its pool reads them. */
function readers({ width, pool, pooled }: ConvolutionLayer, column: number): number[] {
  const half = (width - 1) / 2;
  return span(Math.max(column - half, 0), Math.min(column + half, pooled * pool - 1));
}

/** One strand, given the columns of the first convolution's input that are new: everything that these reach, from the second convolution on. */
function leastStrand(config: Config, bases: number[]): number {
  let products = 0;
  let changed = bases;
  for (const [at, layer] of convolutionLayers(config).entries()) {
    const reached = changed.map((column) => readers(layer, column));
    // What is added from an earlier layer reaches no farther.
    if (at > 0) products += reached.flat().length * layer.inputs * layer.channels;
    changed = [...new Set(reached.flat().map((column) => Math.floor(column / layer.pool)))];
  }
  return changed.length ? products + firstDense(config, changed.length) + head(config) : 0;
}

/** Sequences in a row; there are no conditions. */
export function leastGrid(config: Config, promoters: number): number {
  return promoters * strands(config) * leastStrand(config, span(0, config.length - 1));
}

/** Three mutants of each of the last `bases` bases, and the reference they are compared with. */
export function leastMutagenesis(config: Config, bases: number): number {
  const mutants = span(config.length - bases, config.length - 1).reduce((sum, position) => {
    const other = config.both_strands ? leastStrand(config, [config.length - 1 - position]) : 0;
    return sum + 3 * (leastStrand(config, [position]) + other);
  }, 0);
  return leastGrid(config, 1) + mutants;
}
