import { defineConfig } from "@playwright/test";

/** The page's parsers alone: they need no browser and no build (docs/fuzzing.md). */
export default defineConfig({
  testDir: "../browser",
  testMatch: "never-throws.spec.ts",
  outputDir: "../../target/playwright-fuzz",
  workers: 1,
  reporter: [["list"]],
});
