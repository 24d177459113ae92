import type { Manifest, ModelFolder } from "./model/folder.ts";
import { funProse } from "./model/fun-prose-onnx.ts";
import { bothStrands, reporterResnet } from "./model/reporter-resnet-onnx.ts";
import { GraphBuilder } from "./onnx-schema.ts";

/**
 * A model as one ONNX graph, node for node what PyTorch's exporter writes: `promoter` (N x letters x window, one-hot) and, where there are TFs,
 * `tfs` (N x T, in the table's unit) to `response` (N x 1). Members share the inputs; the response is their mean.
 */
export function exportOnnx(folder: ModelFolder): Uint8Array {
  const { architecture, input, members } = folder.manifest;
  const graph = new GraphBuilder();
  const promoter = graph.input("promoter", ["N", input.alphabet.length, input.window]);
  const prefixes = members === 1 ? [""] : Array.from({ length: members }, (_, member) => `${member}.`);
  const responses = prefixes.map(network(graph, folder, promoter));
  // Additions and a division rather than Mean, which ONNX Runtime's WebGPU would hand to the CPU.
  const sum = responses.reduce((left, right, at) => graph.node("Add", `sum${at}`, [left, right]));
  graph.node("Div", "response", [sum, graph.constant("members", [1], Float32Array.of(members))]);
  graph.output("response", ["N", 1]);
  return graph.build(architecture);
}

/** What all members read; the function puts one more member into the graph. */
function network(
  graph: GraphBuilder,
  { manifest, weights }: ModelFolder,
  promoter: string,
): (prefix: string) => string {
  switch (manifest.architecture) {
    case "fun-prose": {
      const tfs = scaledTfs(graph, manifest);
      return (prefix) => funProse(graph, manifest.config, weights, prefix, promoter, tfs);
    }
    case "graph":
      throw new Error("a network that was read as a graph is exported by cisight export-onnx");
    case "reporter-resnet": {
      const strands = manifest.config.both_strands ? bothStrands(graph, promoter) : promoter;
      return (prefix) => reporterResnet(graph, manifest.config, weights, prefix, strands);
    }
  }
}

function scaledTfs(graph: GraphBuilder, { scaling, tfs }: Manifest): string {
  const levels = graph.input("tfs", ["N", tfs.length]);
  if (!scaling) return levels;
  const mean = graph.constant("scaling.mean", [tfs.length], Float32Array.from(scaling.mean));
  const sd = graph.constant("scaling.sd", [tfs.length], Float32Array.from(scaling.sd));
  return graph.node("Div", "scaled", [graph.node("Sub", "centred", [levels, mean]), sd]);
}
