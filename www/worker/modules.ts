import { moduleMissing, scriptMissing } from "../engine/module-failures";
import type { BackendName } from "../engine/messages";

/** What both builds of `src/web.rs` export. */
export type WasmModule = typeof import("../../pkg/cpu/cisight");

// A glob, because a build may be made before its WebGPU half is compiled: the page then runs on the CPU and says so.
const modules = import.meta.glob<WasmModule>("../../pkg/{cpu,webgpu}/cisight.js");

export async function loadGlue(backend: BackendName): Promise<WasmModule> {
  const load = modules[`../../pkg/${backend}/cisight.js`];
  if (!load) throw moduleMissing(backend);
  return load().catch((error: unknown) => {
    throw scriptMissing(error);
  });
}
