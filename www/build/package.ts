import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { packed, packedSuffix } from "./packed.ts";

const licences = ["LICENSE-APACHE", "LICENSE-MIT"];

/** Puts the engine's builds and the licences beside the package's script, under names that do not change. */
export function packageFiles(folder: string): Plugin {
  return {
    name: "cisight-package",
    apply: "build",
    buildStart() {
      const versionOf = (file: string) =>
        (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
      const [page, own] = [versionOf("package.json"), versionOf(join(folder, "package.json"))];
      if (page !== own)
        this.error(`${folder}/package.json has version ${own}, package.json ${page}: make them the same`);
      for (const backend of ["cpu", "cpu-relaxed", "webgpu", "files"]) {
        const file = join(folder, backend, "cisight_bg.wasm");
        if (existsSync(file))
          this.emitFile({
            type: "asset",
            fileName: `${backend}.wasm${packedSuffix}`,
            source: packed(readFileSync(file)),
          });
        else if (backend === "cpu") this.error(`${file} is missing: make it with \`make package\``);
      }
    },
    closeBundle() {
      for (const name of licences) copyFileSync(name, join(folder, name));
    },
  };
}

/**
 * A "rem" is the size of somebody else's root element, which many sites set to 10 pixels. Inside the element it is a length of its
 * own, 16 pixels unless the page around says otherwise (--cisight-rem).
 */
export function ownRem(): Plugin {
  return {
    name: "cisight-own-rem",
    enforce: "pre",
    transform(code, id) {
      if (!/\/www\/(components|style)\/.*\.ts$/.test(id)) return null;
      const styled = code.replace(/\bcss`([^`]*)`/g, (_, text: string) => `css\`${scaled(text)}\``);
      return { code: styled, map: null };
    },
  };
}

function scaled(css: string): string {
  return css.replace(/(@(?:media|container)[^{]*)|(-?\d*\.?\d+)rem\b/g, (_, rule?: string, number?: string) =>
    // Queries cannot read a variable.
    rule
      ? rule.replace(/(\d*\.?\d+)rem\b/g, (_, n: string) => `${16 * Number(n)}px`)
      : `calc(${number} * var(--cisight-rem))`,
  );
}
