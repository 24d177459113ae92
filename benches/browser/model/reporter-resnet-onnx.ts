import type { GraphBuilder } from "../onnx-schema.ts";
import { OnnxLayers } from "./onnx-layers.ts";
import { weightShapes, type ReporterResnetConfig } from "./reporter-resnet.ts";
import type { Weights } from "./safetensors.ts";

/** One network for reporter assays: `promoter`, or what `bothStrands` makes of it, to an expression. */
export function reporterResnet(
  graph: GraphBuilder,
  config: ReporterResnetConfig,
  weights: Weights,
  prefix: string,
  promoter: string,
): string {
  const layers = new OnnxLayers(graph, prefix, weights, weightShapes(config));
  // What each convolution reads.
  const read = [promoter];
  for (const [at, { width, pool = 1, adds_input_of }] of config.convolutions.entries()) {
    const convolved = layers.convolution(`convolutions.${at}`, read[at]!, width);
    const pooled = pool > 1 ? layers.pool(convolved, pool) : convolved;
    const norm = layers.batchNorm(`norms.${at}`, pooled);
    const sum =
      adds_input_of === undefined ? norm : graph.node("Add", `${norm}/sum`, [norm, read[adds_input_of]!]);
    read.push(layers.activation(config.activation, sum));
  }
  const dense = config.dense.reduce(
    (input, _, at) => layers.activation(config.activation, layers.linear(`dense.${at}`, input)),
    layers.flatten(read.at(-1)!),
  );
  const responses = layers.linear(`dense.${config.dense.length}`, dense);
  // Both contenders compute all outputs; the first is compared.
  const first = () =>
    layers.graph.node("Gather", "first", [responses, layers.graph.integers("output", [0])], {
      axis: { i: 1 },
    });
  const response = (config.outputs ?? 1) > 1 ? first() : responses;
  return config.both_strands ? meanOfStrands(layers, response) : response;
}

/** Every promoter, then the reverse complement of every one: one-hot ACGT turned round along both axes is the other strand. */
export function bothStrands(graph: GraphBuilder, promoter: string): string {
  const last = graph.integers("last", [-1, -1]);
  const beforeFirst = graph.integers("beforeFirst", [-(2 ** 31), -(2 ** 31)]);
  const lettersAndColumns = graph.integers("lettersAndColumns", [1, 2]);
  const backwards = graph.integers("backwards", [-1, -1]);
  const inputs = [promoter, last, beforeFirst, lettersAndColumns, backwards];
  const other = graph.node("Slice", "otherStrand", inputs);
  return graph.node("Concat", "bothStrands", [promoter, other], { axis: { i: 0 } });
}

function meanOfStrands(layers: OnnxLayers, response: string): string {
  const { graph } = layers;
  const shape = graph.integers(layers.name("strands"), [2, -1, 1]);
  const byStrand = graph.node("Reshape", layers.name("byStrand"), [response, shape]);
  const axis = graph.integers(layers.name("strandAxis"), [0]);
  return graph.node("ReduceMean", layers.name("meanOfStrands"), [byStrand, axis], { keepdims: { i: 0 } });
}
