import type { FunProseConfig } from "./fun-prose.ts";
import type { ReporterResnetConfig } from "./reporter-resnet.ts";

/** An architecture and its hyperparameters, as a manifest has them. */
export type Network =
  | { architecture: "fun-prose"; config: FunProseConfig }
  | { architecture: "reporter-resnet"; config: ReporterResnetConfig };

export type Architecture = Network["architecture"];

/** What the benchmark can export to ONNX. */
export const architectures: Architecture[] = ["fun-prose", "reporter-resnet"];
