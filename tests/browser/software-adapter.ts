import { readFileSync } from "node:fs";
import type { LaunchOptions, Page } from "@playwright/test";

/** For `test.use`: Chromium with WebGPU in software. */
export const onSoftwareAdapter = {
  launchOptions: async (
    { launchOptions }: { launchOptions: LaunchOptions },
    use: (options: LaunchOptions) => Promise<void>,
  ) =>
    use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
    }),
};

/** One promoter in one condition: what a software adapter can bear. */
export async function smallLink(page: Page): Promise<string> {
  const registry = (await (await page.request.get("models/registry.json")).json()) as { id: string }[];
  const presets = JSON.parse(readFileSync(`models/${registry[0]!.id}/presets.json`, "utf8")) as {
    conditions: { id: string }[];
  };
  return `#v1;genes=HSP12;presets=${presets.conditions[0]!.id};cell=0.0`;
}

/** The real worker, with code before it that changes what the browser offers. */
export async function beforeWorker(page: Page, script: string): Promise<void> {
  await page.route("**/worker-*.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script};\n${await response.text()}` });
  });
}
