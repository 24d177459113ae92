import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Plugin } from "vite";
import { packed, packedSuffix } from "./packed.ts";

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

/** `import address from "….wasm?packed"`: the address of the compressed module; in development that of the module as it is. */
export function packedModules(): Plugin {
  let isBuild = false;
  return {
    name: "cisight-packed-modules",
    enforce: "pre",
    configResolved: ({ command }) => void (isBuild = command === "build"),
    load(id) {
      const [file = "", query] = id.split("?");
      if (query !== "packed") return null;
      if (!isBuild) return `export { default } from ${JSON.stringify(`${file}?url`)};`;
      const name = `${basename(dirname(file))}.wasm${packedSuffix}`;
      const reference = this.emitFile({ type: "asset", name, source: packed(readFileSync(file)) });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}

/** Leaves WebGPU's half out of a worker. */
export function cpuOnly(): Plugin {
  return {
    name: "cisight-cpu-only",
    enforce: "pre",
    transform: (code, id) =>
      id.endsWith("/www/worker/modules.ts")
        ? { code: code.replace("{cpu,webgpu,files}", "cpu"), map: null }
        : null,
  };
}
