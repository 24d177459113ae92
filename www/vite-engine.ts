import type { Plugin } from "vite";

const glue = /\/pkg\/(cpu|webgpu|files)\/cisight\.js$/;
const defaultModule = "new URL('cisight_bg.wasm', import.meta.url)";

/** The engine is always given its compiled module: the address that wasm-bindgen would fetch by itself must not become a file of the build. */
export function withoutDefaultModule(): Plugin {
  return {
    name: "cisight-engine",
    enforce: "pre",
    transform(code, id) {
      if (!glue.test(id)) return null;
      if (!code.includes(defaultModule)) this.error(`${id} no longer has the address ${defaultModule}`);
      return { code: code.replace(defaultModule, "undefined"), map: null };
    },
  };
}

/** Leaves WebGPU's half out of a worker. */
export function cpuOnly(): Plugin {
  return {
    name: "cisight-cpu-only",
    enforce: "pre",
    transform: (code, id) =>
      id.endsWith("/www/worker/modules.ts") ? { code: code.replace("{cpu,webgpu}", "cpu"), map: null } : null,
  };
}
