import { columns, denseOf, letters, type FunProseConfig } from "../model/fun-prose.ts";
import { span } from "./span.ts";

type Config = FunProseConfig;

/** fc2, fc3 and the output, for one pair of promoter and condition. */
function head(config: Config): number {
  const [first, second, third] = denseOf(config);
  return first * second + second * third + third;
}

/** One promoter's part of fc1. */
function promoterPart(config: Config): number {
  return config.conv2_knum * columns(config).second * denseOf(config)[0];
}

/** One condition's TF layer and its part of fc1. */
function condition(config: Config): number {
  return config.num_tfs * config.xt_hidden + config.xt_hidden * denseOf(config)[0];
}

/** The whole network for one pair, every layer dense, the columns included that the floored pools drop. */
export function plainForward(config: Config): number {
  const first = config.seq_length * config.conv1_knum * letters.length * config.conv1_ksize;
  const second = columns(config).first * config.conv2_knum * config.conv1_knum * config.conv2_ksize;
  return first + second + promoterPart(config) + condition(config) + head(config);
}

/** One promoter up to its part of fc1: the columns of the second convolution that its pool reads, without taps on the zero padding. */
function leastPromoter(config: Config): number {
  const { first, second } = columns(config);
  const half = (config.conv2_ksize - 1) / 2;
  let taps = 0;
  for (let column = 0; column < second * config.pool2; column++) {
    taps += Math.min(column + half, first - 1) - Math.max(column - half, 0) + 1;
  }
  return taps * config.conv1_knum * config.conv2_knum + promoterPart(config);
}

/** A grid: each promoter once, each condition once, the head for every pair. */
export function leastGrid(config: Config, promoters: number, conditions: number): number {
  return (
    promoters * leastPromoter(config) + conditions * condition(config) + promoters * conditions * head(config)
  );
}

/** One mutant of the base at `position`, given everything about the reference. */
function leastMutant(config: Config, position: number): number {
  const { first, second } = columns(config);
  // Pooled columns of the first convolution that read this base: one or two, none beyond the last whole pool.
  const reach = (config.conv1_ksize - 1) / 2;
  const touched = span(
    Math.floor(Math.max(position - reach, 0) / config.pool1),
    Math.min(Math.floor((position + reach) / config.pool1), first - 1),
  );
  // Columns of the second convolution that read those, as far as the second pool reads them.
  const half = (config.conv2_ksize - 1) / 2;
  let products = 0;
  const pooled = new Set<number>();
  for (const column of touched) {
    for (const target of span(
      Math.max(column - half, 0),
      Math.min(column + half, second * config.pool2 - 1),
    )) {
      products += config.conv1_knum * config.conv2_knum;
      pooled.add(Math.floor(target / config.pool2));
    }
  }
  // Only the changed pooled columns go through fc1 again: its result for the others is the reference's. A mutant that changes nothing
  // has the reference's response.
  return pooled.size ? products + pooled.size * config.conv2_knum * denseOf(config)[0] + head(config) : 0;
}

/** Three mutants of each of the window's last `bases` bases, and the reference they are compared with. */
export function leastMutagenesis(config: Config, bases: number): number {
  const positions = span(config.seq_length - bases, config.seq_length - 1);
  const mutants = positions.reduce((sum, position) => sum + 3 * leastMutant(config, position), 0);
  return leastGrid(config, 1, 1) + mutants;
}
