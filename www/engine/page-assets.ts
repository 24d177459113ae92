import { fetchAsset, type Assets } from "./assets";
import type { BackendName } from "./messages";

const addresses = import.meta.glob<string>("../../pkg/{cpu,webgpu}/cisight_bg.wasm", {
  query: "?url",
  import: "default",
  eager: true,
});

const addressOf = (backend: BackendName) => addresses[`../../pkg/${backend}/cisight_bg.wasm`];

/** The page's own build: script and modules under the names the build gave them, models relative to the page. */
export const pageAssets: Assets = {
  startWorker: () => new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" }),
  has: (backend) => addressOf(backend) !== undefined,
  module: (backend) => fetchAsset(addressOf(backend) ?? ""),
  file: fetchAsset,
};
