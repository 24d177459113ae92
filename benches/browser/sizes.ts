import type { BackendName, Sizes } from "./in-page/messages.ts";
import { insertLength } from "./model/bases.ts";
import type { Manifest } from "./model/folder.ts";
import type { Architecture } from "./model/network.ts";

/** How large a model's cases are. */
export function sizesOf(backend: BackendName, model: Manifest): Sizes {
  const own = sizes[backend][model.architecture];
  const bases = Math.min(own.mutagenesis.bases, insertLength(model.input));
  return { ...own, mutagenesis: { ...own.mutagenesis, bases } };
}

const sizes: Record<BackendName, Record<Architecture, Sizes>> = {
  cpu: {
    // ONNX Runtime and naive mutagenesis run so many batches of the long cases; the rest is extrapolated.
    "fun-prose": {
      forward: [1, 64],
      mutagenesis: { bases: 1000, batch: 64, batches: 4 },
      grid: { promoters: 64, conditions: 173, batch: 64, batches: 4 },
    },
    // 330 mutants: all of them run.
    "reporter-resnet": {
      forward: [1, 64, 256],
      mutagenesis: { bases: 110, batch: 64, batches: 6 },
    },
    // Every base of the insert: `sizesOf` sees to it.
    graph: {
      forward: [1, 64],
      mutagenesis: { bases: Infinity, batch: 64, batches: 2 },
    },
  },
  // What a software adapter can bear.
  webgpu: {
    "fun-prose": {
      forward: [1, 2, 64],
      mutagenesis: { bases: 40, batch: 8, batches: 1 },
      grid: { promoters: 2, conditions: 4, batch: 8, batches: 1 },
    },
    "reporter-resnet": {
      forward: [1, 2, 64],
      mutagenesis: { bases: 40, batch: 8, batches: 1 },
    },
    graph: {
      forward: [1, 2],
      mutagenesis: { bases: 40, batch: 8, batches: 1 },
    },
  },
};
