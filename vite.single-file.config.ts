import { defineConfig } from "vite";
import { cpuOnly, withoutDefaultModule } from "./www/build/engine.ts";
import { singleFile } from "./www/build/single-file.ts";
import page from "./vite.config.ts";

// Not below dist/, which is published as it is.
export default defineConfig({
  base: "./",
  publicDir: "www/public",
  plugins: [singleFile("models", "cisight.html")],
  // A module worker cannot be started from a file.
  worker: { format: "iife", plugins: () => [withoutDefaultModule(), cpuOnly()] },
  build: {
    ...page.build,
    copyPublicDir: false,
    outDir: "dist-single-file",
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
