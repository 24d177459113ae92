import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { webAppManifest } from "../offline/web-app-manifest.ts";
import { startCheck } from "../offline/strings.ts";
import { defaultModel } from "./models.ts";

/** The service worker with the list of what it stores, and the manifest that makes the page installable. */
export function installable(models: string): Plugin[] {
  const model = defaultModel(models);
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "www/offline",
    filename: "service-worker.ts",
    injectRegister: false,
    manifest: webAppManifest,
    injectManifest: {
      rollupFormat: "iife",
      globPatterns: [
        "*.{html,js}",
        "assets/**",
        "icons/icon.svg",
        `${models}/registry.json`,
        ...(model ? [`${models}/${model}/**`] : []),
      ],
      globIgnores: ["**/webgpu-*.wasm.gz", "**/files-*.wasm.gz", "service-worker.js"],
      // These names hold a hash of what is in them.
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 32 * 1024 ** 2,
    },
  });
}

/** Modules are called after their build ("cpu-….wasm.gz"), by which the service worker tells them apart. */
export function assetFileNames({ names }: { names: readonly string[] }): string {
  const [, module] = /^([\w-]+)\.wasm\.gz$/.exec(names[0] ?? "") ?? [];
  return module ? `assets/${module}-[hash].wasm.gz` : "assets/[name]-[hash][extname]";
}

/** A separate small script of the oldest kind, which says so where the page's own cannot run. */
export function startChecked(): Plugin {
  return {
    name: "cisight-start-check",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "script", attrs: { defer: true, src: "./start-check.js" }, injectTo: "head" },
    ],
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "start-check.js", source: startCheckScript });
    },
  };
}

// Runs after the page's module where modules are known, else after the document was read.
const startCheckScript = `(function () {
  if (window.customElements && customElements.get("cisight-app")) return;
  var hasModules = "noModule" in document.createElement("script");
  var paragraph = document.createElement("p");
  paragraph.setAttribute("role", "alert");
  paragraph.className = "not-started";
  paragraph.appendChild(
    document.createTextNode(hasModules ? ${JSON.stringify(startCheck.notStarted)} : ${JSON.stringify(startCheck.tooOld)})
  );
  document.body.appendChild(paragraph);
})();
`;
