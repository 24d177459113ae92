import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { address } from "./tests/browser/address.ts";

const systemChromium = process.env["CISIGHT_CHROMIUM"] ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "tests/browser",
  outputDir: "target/playwright",
  globalSetup: "./tests/browser/serve-build.ts",
  // No test decides by the clock, so two may share the machine.
  workers: 2,
  timeout: 240_000,
  // Generous, for machines that build or train beside the tests; only a failure waits so long.
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env["CI"]),
  reporter: [["list"]],
  use: {
    baseURL: address,
    // Requests of a service worker pass by page.route, with which most specs make things fail; offline.spec.ts and trust.spec.ts let it in.
    serviceWorkers: "block",
    viewport: { width: 1280, height: 900 },
    // Recording slows every test; CISIGHT_TRACE=1 brings it back.
    trace: process.env["CISIGHT_TRACE"] ? "retain-on-failure" : "off",
    launchOptions: {
      ...(existsSync(systemChromium) && { executablePath: systemChromium }),
      // Containers run as root, where Chromium has no sandbox.
      args: ["--no-sandbox"],
    },
  },
});
