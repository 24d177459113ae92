import type { Problem } from "../engine/messages";

/** How a computation stands; the results of the one before stay visible until the new ones are there. */
export type Progress =
  | { state: "idle" }
  | { state: "running"; done: number; total: number }
  | { state: "cancelled" }
  | ({ state: "failed" } & Problem);
