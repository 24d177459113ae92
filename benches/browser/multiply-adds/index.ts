/**
 * How many multiply-adds each case needs, from the hyperparameters alone.
 *
 * `plain...` is what running the network as it is written down costs. `least...` is a floor for this data flow: what is left when
 * nothing is computed twice and nothing whose result is thrown away, without looking at the values (a mutant that happens
 * to leave every maximum of a pool as it was could be skipped altogether; the floor does not count on that).
 *
 * Never counted: biases, activations, batch norms (they fold into the layer behind them), maxima, and in the floor the first
 * convolution: its input is one-hot, so it is additions of table entries and multiplies nothing.
 */
import type { Network } from "../model/network.ts";
import * as funProse from "./fun-prose.ts";
import * as reporterResnet from "./reporter-resnet.ts";

export interface MultiplyAdds {
  /** One promoter in one condition. */
  plainForward: number;
  leastGrid(promoters: number, conditions: number): number;
  /** Three mutants of each of the window's last `bases` bases, and the reference that they are compared with. */
  leastMutagenesis(bases: number): number;
}

interface CountsOf<Config> {
  plainForward(config: Config): number;
  leastGrid(config: Config, promoters: number, conditions: number): number;
  leastMutagenesis(config: Config, bases: number): number;
}

/** The counts of one member. */
export function multiplyAdds(network: Network): MultiplyAdds {
  switch (network.architecture) {
    case "fun-prose":
      return counts(funProse, network.config);
    case "reporter-resnet":
      return counts(reporterResnet, network.config);
    // Nobody counted them, so there is no floor.
    case "graph":
      return { plainForward: 0, leastGrid: () => 0, leastMutagenesis: () => 0 };
  }
}

function counts<Config>(of: CountsOf<Config>, config: Config): MultiplyAdds {
  return {
    plainForward: of.plainForward(config),
    leastGrid: (promoters, conditions) => of.leastGrid(config, promoters, conditions),
    leastMutagenesis: (bases) => of.leastMutagenesis(config, bases),
  };
}
