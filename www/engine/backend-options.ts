import type { Assets } from "./assets";
import type { Adapter, BackendName } from "./messages";
import type { PartialTrack } from "./parts";

export type BackendChoice = BackendName | "auto";

export interface BackendStatus {
  active: BackendName;
  webgpu: "not asked" | "absent" | "declined" | "starting" | "ready" | "failed";
  /** Why the page computes where it does, as one sentence. */
  reason: string;
  /** What WebGPU's build opened, where it came so far. */
  adapter?: Adapter | undefined;
}

/** Where a track begins to grow, and what stands there until then. */
export interface GrowthOptions {
  focus?: number | undefined;
  before?: PartialTrack | undefined;
  /** It is what the visitor looks at, and comes between the parts of a long grid. */
  isUrgent?: boolean;
}

export interface BackendOptions {
  assets: Assets;
  choice: BackendChoice;
  /** A WebGPU step that takes longer is taken for lost. */
  watchdogMs: number;
  /** What WebGPU keeps longer than this, the CPU computes as well. */
  patienceMs: number;
}
