import { expect, test, type Page } from "@playwright/test";
import { usable } from "../../www/offline/usable.ts";
import { ThePage } from "./the-page.ts";

/** Of the two builds for the processor, the one that a browser runs is loaded and stored. */

const module = /\/assets\/(cpu(?:-relaxed)?)-[\w-]{8}\.wasm\.gz$/;

async function loadedWith(page: Page): Promise<{ builds: string[]; responses: number[] }> {
  const builds: string[] = [];
  page.on("request", (request) => builds.push(...(module.exec(request.url())?.slice(1) ?? [])));
  const thePage = await ThePage.open(page, "?backend=cpu");
  const rows = [...(await thePage.readResponses()).values()];
  return { builds, responses: rows.flatMap((row) => [...row.values()]) };
}

test("with relaxed SIMD or without, a browser loads one build, and both answer alike", async ({
  page,
  context,
}) => {
  const relaxed = await loadedWith(page);
  const other = await context.newPage();
  await other.addInitScript(() => {
    const validate = WebAssembly.validate;
    // All but the probe of relaxed SIMD: its last instruction, of two bytes after the prefix.
    WebAssembly.validate = (bytes) =>
      !new Uint8Array(bytes as ArrayBuffer).join().endsWith("253,128,2,11") && validate(bytes);
  });
  const plain = await loadedWith(other);
  expect([relaxed.builds, plain.builds]).toEqual([["cpu-relaxed"], ["cpu"]]);
  expect(relaxed.responses.length).toBeGreaterThan(5);
  // They are shown with two digits.
  relaxed.responses.forEach((found, at) => expect(found).toBeCloseTo(plain.responses[at]!, 1));
});

test.describe("offline", () => {
  test.use({ serviceWorkers: "allow" });

  test("the build that is loaded is stored, the other one is not", async ({ page }) => {
    await ThePage.open(page, "?backend=cpu");
    await expect(page.getByRole("status").filter({ hasText: "Works offline" })).toBeVisible();
    const stored = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => url);
    });
    const builds = stored.flatMap((url) => module.exec(new URL(url).pathname)?.slice(1) ?? []);
    expect(builds).toEqual(["cpu-relaxed"]);
  });
});

test("a copy without the quicker build stores the plain one, whatever the browser runs", async () => {
  const [plain, relaxed, page] = [
    "assets/cpu-relaxedX.wasm.gz",
    "assets/cpu-relaxed-1234_-78.wasm.gz",
    "index.html",
  ];
  const validate = WebAssembly.validate;
  try {
    for (const [runs, entries, expected] of [
      [true, [plain, relaxed, page], [relaxed, page]],
      [false, [plain, relaxed, page], [plain, page]],
      [true, [plain, page], [plain, page]],
    ] as const) {
      WebAssembly.validate = () => runs;
      expect(await usable([...entries])).toEqual(expected);
    }
  } finally {
    WebAssembly.validate = validate;
  }
});
