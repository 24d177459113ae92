import { simd } from "wasm-feature-detect";
import { browserLacks } from "./module-failures";

/** Rejects, before anything large is downloaded, with what this browser lacks. */
export async function checkRequirements(): Promise<void> {
  if (typeof WebAssembly === "undefined") throw browserLacks("webassembly");
  if (!(await simd())) throw browserLacks("simd");
}
