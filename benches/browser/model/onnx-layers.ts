import type { GraphBuilder } from "../onnx-schema.ts";
import type { Activation } from "./activation.ts";
import { batchNormEpsilon, batchNormParts } from "./batch-norm.ts";
import type { Weights } from "./safetensors.ts";

/** The layers of one member in a graph, node for node what PyTorch's exporter writes for modules in evaluation mode. */
export class OnnxLayers {
  /** Puts the member's weights, named `prefix` and their name in `shapes`, into the graph. */
  constructor(
    readonly graph: GraphBuilder,
    private readonly prefix: string,
    weights: Weights,
    private readonly shapes: Map<string, number[]>,
  ) {
    for (const [name, shape] of shapes) {
      const array = weights.get(prefix + name);
      if (array?.shape.join() !== shape.join())
        throw new Error(`${prefix}${name} is missing or not ${shape.join(" x ")}`);
      graph.constant(prefix + name, shape, array.values);
    }
  }

  /** A name within this member. */
  name(name: string): string {
    return this.prefix + name;
  }

  /** Of an odd width, with as much zero padding as keeps the length; with a bias where there is one. */
  convolution(name: string, input: string, width: number): string {
    const half = (width - 1) / 2;
    const weights = this.weights(name, ["weight", "bias"]).filter((weight) => this.holds(weight));
    return this.graph.node("Conv", this.name(name), [input, ...weights], {
      kernel_shape: { ints: [width] },
      pads: { ints: [half, half] },
      strides: { ints: [1] },
      dilations: { ints: [1] },
      group: { i: 1 },
    });
  }

  pool(input: string, width: number): string {
    return this.graph.node("MaxPool", `${input}/pool`, [input], {
      kernel_shape: { ints: [width] },
      strides: { ints: [width] },
      pads: { ints: [0, 0] },
      ceil_mode: { i: 0 },
    });
  }

  batchNorm(name: string, input: string): string {
    const inputs = [input, ...this.weights(name, batchNormParts)];
    const attributes = { epsilon: { f: batchNormEpsilon } };
    return this.graph.node("BatchNormalization", this.name(name), inputs, attributes);
  }

  flatten(input: string): string {
    return this.graph.node("Flatten", `${input}/flat`, [input], { axis: { i: 1 } });
  }

  linear(name: string, input: string): string {
    const inputs = [input, ...this.weights(name, ["weight", "bias"])];
    return this.graph.node("Gemm", this.name(name), inputs, { transB: { i: 1 } });
  }

  activation(activation: Activation, input: string): string {
    const output = `${input}/${activation}`;
    if (activation === "silu") {
      return this.graph.node("Mul", output, [input, this.graph.node("Sigmoid", `${input}/sigmoid`, [input])]);
    }
    const operators = { relu: "Relu", elu: "Elu", gelu: "Gelu" };
    return this.graph.node(operators[activation], output, [input]);
  }

  private weights(layer: string, parts: readonly string[]): string[] {
    return parts.map((part) => this.name(`${layer}.${part}`));
  }

  private holds(weight: string): boolean {
    return this.shapes.has(weight.slice(this.prefix.length));
  }
}
