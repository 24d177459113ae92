import { fetchAsset, type Assets, type ModuleName } from "./assets";

const addresses = import.meta.glob<string>("../../pkg/{cpu,webgpu,files}/cisight_bg.wasm", {
  query: "?packed",
  import: "default",
  eager: true,
});

const addressOf = (module: ModuleName) => addresses[`../../pkg/${module}/cisight_bg.wasm`];

/** The page's own build: script and modules under the names the build gave them, models relative to the page. */
export const pageAssets: Assets = {
  startWorker: () => new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" }),
  startFilesWorker: () =>
    new Worker(new URL("../worker/files-worker.ts", import.meta.url), { type: "module" }),
  has: (module) => addressOf(module) !== undefined,
  module: (module) => fetchAsset(addressOf(module) ?? ""),
  file: fetchAsset,
};
