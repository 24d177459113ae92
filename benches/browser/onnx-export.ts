import type { ModelFolder } from "./model/folder.ts";
import {
  batchNormEpsilon,
  letters,
  weightShapes,
  type Activation,
  type FunProseConfig,
} from "./model/fun-prose.ts";
import type { Weights } from "./model/safetensors.ts";
import { GraphBuilder } from "./onnx-schema.ts";

/**
 * A FUN-PROSE model as one ONNX graph, node for node what PyTorch's exporter writes for the authors' module in evaluation mode:
 * `promoter` (N x 5 x window, one-hot) and `tfs` (N x T, in the table's unit) to `response` (N x 1). Members share the inputs; the response is their mean.
 */
export function exportOnnx({ manifest, weights }: ModelFolder): Uint8Array {
  const { config, members, scaling } = manifest;
  const graph = new GraphBuilder();
  const promoter = graph.input("promoter", ["N", letters.length, config.seq_length]);
  let tfs = graph.input("tfs", ["N", config.num_tfs]);
  if (scaling) {
    const mean = graph.constant("scaling.mean", [config.num_tfs], Float32Array.from(scaling.mean));
    const sd = graph.constant("scaling.sd", [config.num_tfs], Float32Array.from(scaling.sd));
    tfs = graph.node("Div", "scaled", [graph.node("Sub", "centred", [tfs, mean]), sd]);
  }
  const prefixes = members === 1 ? [""] : Array.from({ length: members }, (_, member) => `${member}.`);
  const responses = prefixes.map((prefix) => new Member(graph, config, weights, prefix).run(promoter, tfs));
  // Additions and a division rather than Mean, which ONNX Runtime's WebGPU would hand to the CPU.
  const sum = responses.reduce((left, right, at) => graph.node("Add", `sum${at}`, [left, right]));
  graph.node("Div", "response", [sum, graph.constant("members", [1], Float32Array.of(members))]);
  graph.output("response", ["N", 1]);
  return graph.build("fun-prose");
}

class Member {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly config: FunProseConfig,
    weights: Weights,
    private readonly prefix: string,
  ) {
    for (const [name, shape] of weightShapes(config)) {
      const array = weights.get(prefix + name);
      if (array?.shape.join() !== shape.join())
        throw new Error(`${prefix}${name} is missing or not ${shape.join(" x ")}`);
      graph.constant(prefix + name, shape, array.values);
    }
  }

  run(promoter: string, tfs: string): string {
    const { config } = this;
    const first = this.convolution("conv1", promoter, config.conv1_ksize, config.pool1);
    const second = this.convolution("conv2", first, config.conv2_ksize, config.pool2);
    const flat = this.graph.node("Flatten", `${this.prefix}flat`, [second], { axis: { i: 1 } });
    const hidden = this.activation(config.fc_activation, this.linear("fc_t", tfs));
    const joined = this.graph.node("Concat", `${this.prefix}joined`, [flat, hidden], { axis: { i: 1 } });
    const dense = [1, 2, 3].reduce((input, layer) => {
      const active = this.activation(config.fc_activation, this.linear(`fc${layer}`, input));
      return this.batchNorm(`bn${layer}`, active);
    }, joined);
    return this.linear("fc_out", dense);
  }

  private convolution(name: string, input: string, width: number, pool: number): string {
    const half = (width - 1) / 2;
    const convolved = this.graph.node("Conv", `${this.prefix}${name}`, [input, ...this.weights(name)], {
      kernel_shape: { ints: [width] },
      pads: { ints: [half, half] },
      strides: { ints: [1] },
      dilations: { ints: [1] },
      group: { i: 1 },
    });
    const pooled = this.graph.node("MaxPool", `${convolved}/pool`, [convolved], {
      kernel_shape: { ints: [pool] },
      strides: { ints: [pool] },
      pads: { ints: [0, 0] },
      ceil_mode: { i: 0 },
    });
    return this.batchNorm(`${name}bn`, this.activation(this.config.conv_activation, pooled));
  }

  private linear(name: string, input: string): string {
    const inputs = [input, ...this.weights(name)];
    return this.graph.node("Gemm", `${this.prefix}${name}`, inputs, { transB: { i: 1 } });
  }

  private batchNorm(name: string, input: string): string {
    const inputs = [input, ...this.weights(name, "weight", "bias", "running_mean", "running_var")];
    const attributes = { epsilon: { f: batchNormEpsilon } };
    return this.graph.node("BatchNormalization", `${this.prefix}${name}`, inputs, attributes);
  }

  private activation(activation: Activation, input: string): string {
    const operators = { relu: "Relu", elu: "Elu", gelu: "Gelu" };
    return this.graph.node(operators[activation], `${input}/${activation}`, [input]);
  }

  private weights(layer: string, ...parts: string[]): string[] {
    return (parts.length ? parts : ["weight", "bias"]).map((part) => `${this.prefix}${layer}.${part}`);
  }
}
