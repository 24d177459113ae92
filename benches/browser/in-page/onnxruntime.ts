import type * as Ort from "onnxruntime-web";
import type { Manifest } from "../model/folder.ts";
import type { Order } from "./messages.ts";

const folder = "/node_modules/onnxruntime-web/dist/";

/** ONNX Runtime Web on the exported graph: every pair of promoter and condition goes through the whole network. */
export class OnnxRuntime {
  private constructor(
    private readonly ort: typeof Ort,
    private readonly session: Ort.InferenceSession,
    private readonly model: Manifest,
    private readonly names: Order["names"],
  ) {}

  static async open(order: Order): Promise<OnnxRuntime> {
    const isWebGpu = order.backend === "webgpu";
    const ort = (await import(`${folder}ort.${isWebGpu ? "webgpu" : "wasm"}.min.mjs`)) as typeof Ort;
    ort.env.wasm.wasmPaths = folder;
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.proxy = false;
    const graph = new Uint8Array(await (await fetch(order.onnx)).arrayBuffer());
    const session = await ort.InferenceSession.create(graph, {
      executionProviders: [isWebGpu ? "webgpu" : "wasm"],
      graphOptimizationLevel: "all",
    });
    return new OnnxRuntime(ort, session, order.model, order.names);
  }

  /** The response of each sequence in the condition beside it, in one run. Encoding the letters is timed, as it is in Cisight. */
  async pairs(sequences: string[], levels: Float32Array[]): Promise<Float32Array> {
    const { window, alphabet, frame } = this.model.input;
    const letters = alphabet.length;
    const tfCount = this.model.tfs.length;
    const count = sequences.length;
    const promoter = new Float32Array(count * letters * window);
    const tfs = new Float32Array(count * tfCount);
    for (const [pair, insert] of sequences.entries()) {
      const sequence = frame ? frame.left + insert + frame.right : insert;
      tfs.set(levels[pair]!, pair * tfCount);
      const offset = window - sequence.length;
      for (let at = 0; at < sequence.length; at++) {
        const channel = alphabet.indexOf(sequence[at]!);
        promoter[(pair * letters + channel) * window + offset + at] = 1;
      }
    }
    const { numbers } = this.model;
    const results = await this.session.run({
      [this.names.promoter]: new this.ort.Tensor("float32", promoter, [count, letters, window]),
      ...(numbers && { [numbers.name]: this.repeated(numbers.values, count) }),
      ...(tfCount && { tfs: new this.ort.Tensor("float32", tfs, [count, tfCount]) }),
    });
    return (await results[this.names.response]!.getData()) as Float32Array;
  }

  private repeated(values: number[], count: number): Ort.Tensor {
    const all = Float32Array.from({ length: count * values.length }, (_, at) => values[at % values.length]!);
    return new this.ort.Tensor("float32", all, [count, values.length]);
  }
}
