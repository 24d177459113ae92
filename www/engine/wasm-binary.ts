import { strings } from "../strings";
import { downloadFailure } from "./download-failure";
import { isMemoryRefused } from "./memory";
import type { BackendName } from "./messages";

const addresses = import.meta.glob<string>("../../pkg/*/cisight_bg.wasm", {
  query: "?url",
  import: "default",
  eager: true,
});
const compiled = new Map<BackendName, Promise<WebAssembly.Module>>();

/** Compiled on the page, where the download can start before the worker's script has arrived; the module is then handed over. */
export function compileModule(backend: BackendName): Promise<WebAssembly.Module> {
  let module = compiled.get(backend);
  if (!module) {
    module = compile(backend);
    compiled.set(backend, module);
    // A failed download may work the next time.
    module.catch(() => compiled.delete(backend));
  }
  return module;
}

async function compile(backend: BackendName): Promise<WebAssembly.Module> {
  const address = addresses[`../../pkg/${backend}/cisight_bg.wasm`];
  if (!address) throw new Error(strings.failures.moduleMissing(backend));
  if (typeof WebAssembly === "undefined") throw new Error(strings.failures.noWebAssembly);
  const response = await fetch(address).catch(() => undefined);
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
