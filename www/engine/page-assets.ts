import { relaxedSimd } from "wasm-feature-detect";
import { fetchAsset, type Assets, type ModuleName } from "./assets";

const addresses = import.meta.glob<string>("../../pkg/{cpu,cpu-relaxed,webgpu,files}/cisight_bg.wasm", {
  query: "?packed",
  import: "default",
  eager: true,
});

const addressOf = (build: ModuleName | "cpu-relaxed") => addresses[`../../pkg/${build}/cisight_bg.wasm`];

/** A build; of the two for the processor the quicker one, where this copy has it and the browser runs it. */
async function addressFor(module: ModuleName): Promise<string | undefined> {
  const relaxed = module === "cpu" && (await relaxedSimd()) ? addressOf("cpu-relaxed") : undefined;
  return relaxed ?? addressOf(module);
}

/** The page's own build: script and modules under the names the build gave them, models relative to the page. */
export const pageAssets: Assets = {
  startWorker: () => new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" }),
  startFilesWorker: () =>
    new Worker(new URL("../worker/files-worker.ts", import.meta.url), { type: "module" }),
  has: (module) => addressOf(module) !== undefined,
  module: async (module) => fetchAsset((await addressFor(module)) ?? ""),
  file: fetchAsset,
};
