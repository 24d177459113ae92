import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

const failure = (page: Page) => page.getByRole("alert").filter({ hasText: "The model could not be loaded." });

async function change(page: Page, files: string, edit: (body: Buffer) => Buffer): Promise<void> {
  await page.route(files, async (route) => {
    const response = await route.fetch();
    const body = edit(await response.body());
    await route.fulfill({ status: 200, headers: { "content-type": "application/octet-stream" }, body });
  });
}

/** Changes what is in a compressed file. */
const inside = (edit: (content: Buffer) => Buffer) => (body: Buffer) => gzipSync(edit(gunzipSync(body)));

test("truncated weights are refused", async ({ page }) => {
  const half = (content: Buffer) => content.subarray(0, content.length / 2);
  await change(page, "**/weights.safetensors.gz", inside(half));
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText(/weights have \d+ bytes where the manifest says \d+/i);
});

test("weights with one other bit are refused", async ({ page }) => {
  const withOtherBit = (content: Buffer) => {
    const changed = Buffer.from(content);
    changed[changed.length - 100]! ^= 1;
    return changed;
  };
  await change(page, "**/weights.safetensors.gz", inside(withOtherBit));
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText("SHA-256");
});

for (const [what, files] of [
  ["weights", "**/weights.safetensors.gz"],
  ["module", "**/cpu-*.wasm.gz"],
] as const)
  test(`a download that breaks off is said, and trying again works (${what})`, async ({ page }) => {
    await change(page, files, (body) => body.subarray(0, body.length / 2));
    await page.goto("./?backend=cpu");
    await expect(failure(page)).toContainText(/The download of .* broke off; try again\./);
    await page.unroute(files);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(new ThePage(page).cells.first()).toBeVisible();
  });

test("a worker that starts late does not bring a download's failure back", async ({ page }) => {
  const weights = "**/weights.safetensors.gz";
  const asked: string[] = [];
  await change(page, weights, (body) => (asked.push("weights"), body.subarray(0, body.length / 2)));
  let release = () => {};
  const isFailed = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/cpu-*.wasm.gz", async (route) => {
    await isFailed;
    await route.continue();
  });
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText(/broke off/);
  const module = page.waitForResponse("**/cpu-*.wasm.gz");
  release();
  await (await module).finished();
  // As long as a worker takes to start and to ask for weights.
  await page.waitForTimeout(2000);
  expect(asked).toEqual(["weights"]);
  await page.unroute(weights);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(new ThePage(page).cells.first()).toBeVisible();
});

test("a missing file is named", async ({ page }) => {
  await page.route("**/manifest.json", (route) => route.fulfill({ status: 404 }));
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText(/manifest\.json could not be downloaded \(HTTP 404\)/);
});

test("a missing module is named, and trying again works", async ({ page }) => {
  await page.route("**/*.wasm.gz", (route) => route.abort());
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText("CPU module could not be downloaded");
  await page.unroute("**/*.wasm.gz");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(new ThePage(page).cells.first()).toBeVisible();
});

test("without presets and catalogue the page still predicts what is pasted", async ({ page }) => {
  await page.route("**/presets.json.gz", (route) => route.fulfill({ status: 500 }));
  await page.route("**/catalogue.safetensors.gz", (route) => route.abort());
  await page.goto("./?backend=cpu");
  await expect(
    page.getByRole("alert").filter({ hasText: /presets\.json\.gz could not be downloaded/ }),
  ).toBeVisible();
  const thePage = new ThePage(page);
  await thePage.gene.fill("HSP26");
  await thePage.gene.press("Enter");
  await expect(
    page.getByRole("alert").filter({ hasText: /catalogue\.safetensors\.gz could not be downloaded/ }),
  ).toBeVisible();
  await expect(thePage.gene).toHaveValue("HSP26");
});

test("a long prediction shows its progress, can be cancelled and run again", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const records = Array.from({ length: 6000 }, (_, at) => `>p${at}\n${randomSequence(1000, at + 1)}`);
  await page.locator("cisight-promoter-input input[type=file]").setInputFiles({
    name: "many.fa",
    mimeType: "text/plain",
    buffer: Buffer.from(records.join("\n")),
  });
  const progress = page.getByRole("progressbar", { name: "Predicting\u2026" });
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).first().click();
  await expect(progress).toBeHidden();
  await page.getByRole("button", { name: "Run it again" }).click();
  await expect(progress).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).first().click();
  await page.getByRole("button", { name: "Clear" }).first().click();
  await expect(thePage.rowNames().first()).toHaveText("HSP12");
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
});
