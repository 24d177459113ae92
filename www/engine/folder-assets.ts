import { relaxedSimd } from "wasm-feature-detect";
import { fetchAsset, type Assets } from "./assets";

/** The files of the npm package, in whatever folder the embedding page put them; the folder may be on another origin. */
export function folderAssets(folder: URL): Assets {
  const at = (name: string) => new URL(name, folder);
  const scripts = new Map<string, string>();
  const start = (name: string) => {
    const script = scripts.get(name) ?? workerScript(at(name));
    scripts.set(name, script);
    return new Worker(script, { type: "module" });
  };
  return {
    startWorker: () => start("worker.js"),
    startFilesWorker: () => start("files-worker.js"),
    // A package may have been made without some builds; the server then says that the file is missing.
    has: () => true,
    module: async (module) => {
      const fetched = (name: string) => fetchAsset(at(`${name}.wasm.gz`));
      if (module !== "cpu" || !(await relaxedSimd())) return fetched(module);
      // The quicker one of the two for the processor, where the site has it.
      const relaxed = await fetched("cpu-relaxed").catch(() => undefined);
      return relaxed?.ok ? relaxed : fetched(module);
    },
    file: (name, cache, signal) => fetchAsset(at(name), cache, signal),
  };
}

/** A worker's script must be of the page's own origin: elsewhere a script of one line stands in and imports it. */
function workerScript(address: URL): string {
  if (address.origin === location.origin) return address.href;
  return URL.createObjectURL(
    new Blob([`import ${JSON.stringify(address.href)};`], { type: "text/javascript" }),
  );
}
