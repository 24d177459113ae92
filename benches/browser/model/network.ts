import type { FunProseConfig } from "./fun-prose.ts";
import type { ReporterResnetConfig } from "./reporter-resnet.ts";

/** An architecture and its hyperparameters, as a manifest has them. */
export type Network =
  | { architecture: "fun-prose"; config: FunProseConfig }
  | { architecture: "reporter-resnet"; config: ReporterResnetConfig }
  | GraphNetwork;

/** A network that was read as a graph of operators; `cisight export-onnx` writes it. */
export interface GraphNetwork {
  architecture: "graph";
  config: unknown;
}

export type Architecture = Network["architecture"];

/** What the benchmark can run. */
export const architectures: Architecture[] = ["fun-prose", "reporter-resnet", "graph"];
