import { strings } from "../strings";
import type { Assets, ModuleName } from "./assets";
import { CodedError } from "./coded-error";
import { cutShort, downloadFailure } from "./download-failure";
import { browserLacks, moduleMissing } from "./module-failures";
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
  if (typeof WebAssembly === "undefined") throw browserLacks("webassembly");
  if (!assets.has(name)) throw moduleMissing(name);
  const response = await assets.module(name).catch(() => undefined);
  if (!response?.ok) throw downloadFailure(strings.failures.module(name), response?.status);
  try {
    // Whatever type the host names: the streaming compiler takes this one alone.
    const module = await unpacked(response, { onBytes, type: "application/wasm" });
    return await WebAssembly.compileStreaming(module);
  } catch (error) {
    throw uncompiled(name, error);
  }
}

function uncompiled(module: ModuleName, cause: unknown): CodedError {
  const { failures } = strings;
  if (isMemoryRefused(cause)) return new CodedError("worker.out-of-memory", {}, failures.noMemory, { cause });
  // What streams and gzip readers throw where the content breaks off.
  if (cause instanceof TypeError) return cutShort(failures.module(module), cause);
  const reason = String(cause);
  return new CodedError("module.not-compiled", { module, reason }, failures.moduleCompile(module, reason), {
    cause,
  });
}
