import { defineConfig } from "vite";
import { shippedModels } from "./www/vite-models.ts";

export default defineConfig({
  // Relative addresses only, so that the folder can be served from any sub-path.
  base: "./",
  publicDir: false,
  plugins: [shippedModels("models")],
  worker: { format: "es" },
  build: {
    target: "es2022",
    // The first versions with light-dark(): a rewrite for older ones would not follow the theme switch.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The Content-Security-Policy allows no data: scripts or fetches, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: "127.0.0.1", watch: { ignored: ["**/target/**", "**/shared/**"] } },
  preview: { host: "127.0.0.1" },
});
