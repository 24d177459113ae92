import { fetchAsset, type Assets } from "./assets";

/** The files of the npm package, in whatever folder the embedding page put them; the folder may be on another origin. */
export function folderAssets(folder: URL): Assets {
  const at = (name: string) => new URL(name, folder);
  let script: string | undefined;
  return {
    startWorker: () => new Worker((script ??= workerScript(at("worker.js"))), { type: "module" }),
    // A package may have been made without WebGPU; the server then says that the file is missing.
    has: () => true,
    module: (backend) => fetchAsset(at(`${backend}.wasm`)),
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
