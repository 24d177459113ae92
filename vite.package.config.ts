import { defineConfig } from "vite";
import { withoutDefaultModule } from "./www/build/engine.ts";
import { shippedModels } from "./www/build/models.ts";
import { ownRem, packageFiles } from "./www/build/package.ts";
import page from "./vite.config.ts";

// Not Vite's library mode, which would inline every file into the script.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [
    withoutDefaultModule(),
    ownRem(),
    packageFiles("pkg"),
    shippedModels("models", { onlyDefault: true }),
  ],
  build: {
    ...page.build,
    outDir: "pkg/dist",
    modulePreload: false,
    rolldownOptions: {
      input: {
        cisight: "www/package.ts",
        worker: "www/worker/worker.ts",
        "files-worker": "www/worker/files-worker.ts",
      },
      preserveEntrySignatures: "strict",
      output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
    },
  },
});
