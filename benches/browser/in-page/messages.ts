import type { Manifest } from "../model/folder.ts";

export type BackendName = "cpu" | "webgpu";

/** What the worker is asked to do; addresses are on the benchmark's own server. */
export interface Order {
  backend: BackendName;
  /** The build that runs the model: networks that were read as graphs are not in the page's first one. */
  module: BackendName | "files" | "cpu-relaxed";
  /** What the ONNX file calls what it reads and gives. */
  names: { promoter: string; response: string };
  model: Manifest;
  manifest: string;
  weights: string;
  onnx: string;
  peak: { address: string; turns: number; chains: number[] };
  rounds: number;
  sizes: Sizes;
}

/** How large the cases are, and how much of the slow ones is run before the rest is extrapolated. */
export interface Sizes {
  forward: number[];
  mutagenesis: { bases: number; batch: number; batches: number };
  /** None for networks that read no conditions. */
  grid?: GridSize;
}

export interface GridSize {
  promoters: number;
  conditions: number;
  batch: number;
  batches: number;
}

export interface ContenderReport {
  name: string;
  /** Items (mutants, pairs) that a run computed, of `of`; where they differ, the times are extrapolated. */
  items: number;
  of: number;
  /** The whole case, a round each. */
  milliseconds: number[];
  /** The largest difference from the first contender's answers, on every item that it ran. */
  difference: number;
}

export interface CaseReport {
  name: string;
  plainMultiplyAdds: number;
  leastMultiplyAdds: number;
  /** The answers' standard deviation: what a difference between contenders has to be seen against. */
  variation: number;
  contenders: ContenderReport[];
}

export interface Report {
  userAgent: string;
  adapter: string;
  threads: number;
  /** The best rate seen, multiply-adds a second, one thread; 0 where it does not apply. */
  peak: number;
  cases: CaseReport[];
}

export type FromWorker =
  | { kind: "progress"; text: string }
  | { kind: "report"; report: Report }
  | { kind: "failure"; message: string };
