import { defineConfig } from "vite";
import { packedModules, withoutDefaultModule } from "./www/build/engine.ts";
import { shippedModels } from "./www/build/models.ts";
import { assetFileNames, installable, startChecked } from "./www/build/offline.ts";

export default defineConfig({
  // Relative addresses only, so that the folder can be served from any sub-path.
  base: "./",
  publicDir: "www/public",
  plugins: [packedModules(), shippedModels("models"), startChecked(), installable("models")],
  worker: {
    format: "es",
    plugins: () => [withoutDefaultModule()],
    rolldownOptions: { output: { assetFileNames } },
  },
  build: {
    target: "es2022",
    // The first versions with light-dark(): a rewrite for older ones would not follow the theme switch.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The Content-Security-Policy allows no data: scripts or fetches, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { assetFileNames } },
  },
  server: { host: "127.0.0.1", watch: { ignored: ["**/target/**", "**/shared/**"] } },
  preview: { host: "127.0.0.1" },
});
