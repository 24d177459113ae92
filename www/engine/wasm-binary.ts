import { strings } from "../strings";
import type { Assets, ModuleName } from "./assets";
import { downloadFailure } from "./download-failure";
import { isMemoryRefused } from "./memory";
import { unpacked, type OnBytes } from "./packed";

const compiled = new WeakMap<Assets, Map<ModuleName, Promise<WebAssembly.Module>>>();

/**
 * Compiled on the page, where the download can start before the worker's script has arrived; the module is then handed over. `onBytes` is
 * told of the download where this call begins it.
 */
export function compileModule(
  assets: Assets,
  name: ModuleName,
  onBytes?: OnBytes,
): Promise<WebAssembly.Module> {
  const known = compiled.get(assets) ?? new Map<ModuleName, Promise<WebAssembly.Module>>();
  compiled.set(assets, known);
  let module = known.get(name);
  if (!module) {
    module = compile(assets, name, onBytes);
    known.set(name, module);
    // A failed download may work the next time.
    module.catch(() => known.delete(name));
  }
  return module;
}

async function compile(assets: Assets, name: ModuleName, onBytes?: OnBytes): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error(strings.failures.noWebAssembly);
  if (!assets.has(name)) throw new Error(strings.failures.moduleMissing(name));
  const response = await assets.module(name).catch(() => undefined);
  if (!response?.ok) throw new Error(downloadFailure(strings.failures.module(name), response?.status));
  try {
    // Whatever type the host names: the streaming compiler takes this one alone.
    const module = await unpacked(response, { onBytes, type: "application/wasm" });
    return await WebAssembly.compileStreaming(module);
  } catch (error) {
    throw new Error(worded(name, error), { cause: error });
  }
}

function worded(name: ModuleName, error: unknown): string {
  const { failures } = strings;
  if (isMemoryRefused(error)) return failures.noMemory;
  // What streams and gzip readers throw where the content breaks off.
  if (error instanceof TypeError) return failures.cutShort(failures.module(name));
  return failures.moduleCompile(name, String(error));
}
