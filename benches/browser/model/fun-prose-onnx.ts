import type { GraphBuilder } from "../onnx-schema.ts";
import { weightShapes, type FunProseConfig } from "./fun-prose.ts";
import { OnnxLayers } from "./onnx-layers.ts";
import type { Weights } from "./safetensors.ts";

/** One FUN-PROSE network: `promoter` and the scaled `tfs` to a response. */
export function funProse(
  graph: GraphBuilder,
  config: FunProseConfig,
  weights: Weights,
  prefix: string,
  promoter: string,
  tfs: string,
): string {
  const layers = new OnnxLayers(graph, prefix, weights, weightShapes(config));
  const convolution = (name: string, input: string, width: number, pool: number) => {
    const pooled = layers.pool(layers.convolution(name, input, width), pool);
    return layers.batchNorm(`${name}bn`, layers.activation(config.conv_activation, pooled));
  };
  const linear = (name: string, input: string) =>
    layers.activation(config.fc_activation, layers.linear(name, input));

  const first = convolution("conv1", promoter, config.conv1_ksize, config.pool1);
  const flat = layers.flatten(convolution("conv2", first, config.conv2_ksize, config.pool2));
  const both = [flat, linear("fc_t", tfs)];
  const joined = graph.node("Concat", layers.name("joined"), both, { axis: { i: 1 } });
  const dense = [1, 2, 3].reduce(
    (input, layer) => layers.batchNorm(`bn${layer}`, linear(`fc${layer}`, input)),
    joined,
  );
  return layers.linear("fc_out", dense);
}
