import { fetchAsset, type Assets, type ModuleName } from "./assets";
import { hasRelaxedSimd } from "./relaxed-simd";

const addresses = import.meta.glob<string>("../../pkg/{cpu,cpu-relaxed,webgpu,files}/cisight_bg.wasm", {
  query: "?packed",
  import: "default",
  eager: true,
});

/** A build; of the two for the processor the quicker one, where this copy has it and the browser runs it. */
function addressOf(module: ModuleName): string | undefined {
  const of = (folder: string) => addresses[`../../pkg/${folder}/cisight_bg.wasm`];
  const relaxed = module === "cpu" && hasRelaxedSimd() ? of("cpu-relaxed") : undefined;
  return relaxed ?? of(module);
}

/** The page's own build: script and modules under the names the build gave them, models relative to the page. */
export const pageAssets: Assets = {
  startWorker: () => new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" }),
  startFilesWorker: () =>
    new Worker(new URL("../worker/files-worker.ts", import.meta.url), { type: "module" }),
  has: (module) => addressOf(module) !== undefined,
  module: (module) => fetchAsset(addressOf(module) ?? ""),
  file: fetchAsset,
};
