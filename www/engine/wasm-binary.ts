import { strings } from "../strings";
import type { Assets } from "./assets";
import { downloadFailure } from "./download-failure";
import { isMemoryRefused } from "./memory";
import type { BackendName } from "./messages";

const compiled = new WeakMap<Assets, Map<BackendName, Promise<WebAssembly.Module>>>();

/** Compiled on the page, where the download can start before the worker's script has arrived; the module is then handed over. */
export function compileModule(assets: Assets, backend: BackendName): Promise<WebAssembly.Module> {
  const known = compiled.get(assets) ?? new Map<BackendName, Promise<WebAssembly.Module>>();
  compiled.set(assets, known);
  let module = known.get(backend);
  if (!module) {
    module = compile(assets, backend);
    known.set(backend, module);
    // A failed download may work the next time.
    module.catch(() => known.delete(backend));
  }
  return module;
}

async function compile(assets: Assets, backend: BackendName): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error(strings.failures.noWebAssembly);
  if (!assets.has(backend)) throw new Error(strings.failures.moduleMissing(backend));
  const response = await assets.module(backend).catch(() => undefined);
  if (!response?.ok) throw new Error(downloadFailure(strings.failures.module(backend), response?.status));
  try {
    const streams = response.headers.get("content-type")?.startsWith("application/wasm");
    // Some static hosts send another type, which the streaming compiler refuses.
    return await (streams
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    const says = isMemoryRefused(error)
      ? strings.failures.noMemory
      : strings.failures.moduleCompile(backend, String(error));
    throw new Error(says, { cause: error });
  }
}
