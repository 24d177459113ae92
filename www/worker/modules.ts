import { moduleMissing, scriptMissing } from "../engine/module-failures";
import type { ModuleName } from "../engine/assets";

/** What all builds of `src/web.rs` export. */
export type WasmModule = typeof import("../../pkg/cpu/cisight");

/** What an instance exports beside what is declared of it: constructors of statics, where it has any. */
interface Constructing {
  __wasm_call_ctors?: () => void;
}

/** Makes the instance of a build and runs its constructors, which nobody else does. */
export async function instantiate(
  wasm: Pick<WasmModule, "default">,
  module: WebAssembly.Module,
): Promise<WebAssembly.Memory> {
  const made = await wasm.default({ module_or_path: module });
  (made as Constructing).__wasm_call_ctors?.();
  return made.memory;
}

// A glob, because a build may be made before its WebGPU half is compiled: the page then runs on the CPU and says so.
const modules = import.meta.glob<WasmModule>("../../pkg/{cpu,webgpu,files}/cisight.js");

export async function loadGlue(build: ModuleName): Promise<WasmModule> {
  const load = modules[`../../pkg/${build}/cisight.js`];
  if (!load) throw moduleMissing(build);
  return load().catch((error: unknown) => {
    throw scriptMissing(error);
  });
}
