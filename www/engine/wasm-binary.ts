import { strings } from "../strings";
import type { Assets, ModuleName } from "./assets";
import { downloadFailure } from "./download-failure";
import { isMemoryRefused } from "./memory";

const compiled = new WeakMap<Assets, Map<ModuleName, Promise<WebAssembly.Module>>>();

/** Compiled on the page, where the download can start before the worker's script has arrived; the module is then handed over. */
export function compileModule(assets: Assets, name: ModuleName): Promise<WebAssembly.Module> {
  const known = compiled.get(assets) ?? new Map<ModuleName, Promise<WebAssembly.Module>>();
  compiled.set(assets, known);
  let module = known.get(name);
  if (!module) {
    module = compile(assets, name);
    known.set(name, module);
    // A failed download may work the next time.
    module.catch(() => known.delete(name));
  }
  return module;
}

async function compile(assets: Assets, name: ModuleName): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error(strings.failures.noWebAssembly);
  if (!assets.has(name)) throw new Error(strings.failures.moduleMissing(name));
  const response = await assets.module(name).catch(() => undefined);
  if (!response?.ok) throw new Error(downloadFailure(strings.failures.module(name), response?.status));
  try {
    const streams = response.headers.get("content-type")?.startsWith("application/wasm");
    // Some static hosts send another type, which the streaming compiler refuses.
    return await (streams
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    const says = isMemoryRefused(error)
      ? strings.failures.noMemory
      : strings.failures.moduleCompile(name, String(error));
    throw new Error(says, { cause: error });
  }
}
