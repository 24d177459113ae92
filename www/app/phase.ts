import type { Problem } from "../engine/messages";

/** While the page starts, how many bytes have been downloaded, and of how many; of 0 where that is not known. */
export type Phase =
  { state: "starting"; done: number; total: number } | { state: "ready" } | ({ state: "failed" } & Problem);

export function starting(done: number, total: number): Phase {
  return { state: "starting", done, total };
}
