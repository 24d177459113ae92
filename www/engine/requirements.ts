import { simd } from "wasm-feature-detect";
import { strings } from "../strings";

/** Rejects, before anything large is downloaded, with what this browser lacks. */
export async function checkRequirements(): Promise<void> {
  if (typeof WebAssembly === "undefined") throw new Error(strings.failures.noWebAssembly);
  if (!(await simd())) throw new Error(strings.failures.noSimd);
}
