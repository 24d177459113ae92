import { gunzipSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { withMemoryLimit } from "./little-memory.ts";
import { randomSequence, ThePage } from "./the-page.ts";

/** What a browser lacks or refuses, and what the page then says. */

const failure = (page: Page) => page.getByRole("alert").filter({ hasText: "The model could not be loaded." });

async function limitMemory(page: Page, pages: number): Promise<void> {
  await page.route("**/assets/cpu-*.wasm.gz", async (route) => {
    const module = gunzipSync(await (await route.fetch()).body());
    await route.fulfill({ body: withMemoryLimit(module, pages) });
  });
}

test("memory refused while the module is compiled: said, and trying again works", async ({ page }) => {
  await page.addInitScript(() => {
    const compile = WebAssembly.compileStreaming;
    let refusals = 1;
    WebAssembly.compileStreaming = (source) =>
      refusals-- > 0
        ? Promise.reject(new RangeError("WebAssembly.compileStreaming(): Out of memory"))
        : compile(source);
  });
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText("The browser refused the memory that the model needs");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(new ThePage(page).cells.first()).toBeVisible();
});

test("memory refused while the model is loaded: said, and what is typed stays", async ({ page }) => {
  await limitMemory(page, 100);
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText("The browser refused the memory that the model needs");
  const thePage = new ThePage(page);
  await thePage.sequences.fill(">mine");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(failure(page)).toContainText("refused the memory");
  await expect(thePage.sequences).toHaveValue(">mine");
});

test("memory refused in the middle of a visit: said, the input stays, and smaller input works", async ({
  page,
}) => {
  await limitMemory(page, 400);
  const thePage = await ThePage.open(page);
  const text = Array.from({ length: 6000 }, (_, at) => `>p${at}\n${randomSequence(1000, at + 1)}`).join("\n");
  await page.locator("cisight-promoter-input input[type=file]").setInputFiles({
    name: "many.fa",
    mimeType: "text/plain",
    buffer: Buffer.from(text),
  });
  await expect(page.getByRole("alert").filter({ hasText: "gave it no more memory" })).toContainText(
    "Your input is kept",
  );
  await expect(thePage.rowNames().first()).toHaveText("HSP12");
  await page.getByRole("button", { name: "Clear" }).first().click();
  await thePage.sequences.fill(`>mine\n${randomSequence(500)}`);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await expect(page.getByRole("alert").filter({ hasText: "no more memory" })).toHaveCount(0);
});

test("without WebAssembly SIMD the page says so and which browsers have it", async ({
  playwright,
  launchOptions,
  baseURL,
}) => {
  test.skip(process.arch !== "x64", "Chromium can be started without SIMD on this kind of processor only");
  const args = [...(launchOptions.args ?? []), "--js-flags=--no-enable-sse4-1"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage();
  await page.goto(`${baseURL}?backend=cpu`);
  await expect(failure(page)).toContainText(/no WebAssembly SIMD.*Firefox 120/);
  await browser.close();
});

for (const script of ["worker", "cisight"])
  test(`a worker that cannot be started is said, and trying again works (${script})`, async ({ page }) => {
    await page.route(`**/assets/${script}-*.js`, (route) => route.abort());
    await page.goto("./?backend=cpu");
    await expect(failure(page)).toContainText(/could not be started .*check the connection.*too old/);
    await page.unroute(`**/assets/${script}-*.js`);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(new ThePage(page).cells.first()).toBeVisible();
  });

test("without CompressionStream links are written and read all the same", async ({
  page,
  browser,
  baseURL,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "CompressionStream");
    Reflect.deleteProperty(window, "DecompressionStream");
  });
  const thePage = await ThePage.open(page);
  const text = `>mine\n${randomSequence(500)}`;
  await thePage.sequences.fill(text);
  await expect(page).toHaveURL(/;seq=/);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await expect(thePage.sequences).toHaveValue(text);

  // A browser that has one reads the same link.
  const other = await browser.newPage({ ...(baseURL && { baseURL }), serviceWorkers: "block" });
  await other.goto(link);
  await expect(new ThePage(other).sequences).toHaveValue(text);
  await other.close();
});

test("a link that unpacks to more than a page can hold is refused by the library as well", async ({
  page,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, "DecompressionStream"));
  await page.goto("about:blank");
  const packed = await page.evaluate(async () => {
    const stream = new Blob(["A".repeat(3_000_000)])
      .stream()
      .pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    return btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  });
  await ThePage.open(page, "?backend=cpu", `#v1;genes=;presets=;cell=0.0;seq=${packed}`);
  await expect(page.getByRole("alert").filter({ hasText: "The link is damaged" })).toBeVisible();
});

test("a browser without modules is told what to use instead", async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(HTMLScriptElement.prototype, "noModule"));
  // What such a browser makes of the page: it passes over the module.
  await page.route(/\/\?backend=cpu$/, async (route) => {
    const text = await (await route.fetch()).text();
    await route.fulfill({
      contentType: "text/html",
      body: text.replace(/<script type="module".*?<\/script>/, ""),
    });
  });
  await page.goto("./?backend=cpu");
  await expect(page.getByRole("alert")).toContainText("This browser is too old for Cisight.");
  const script = await (await page.request.get("start-check.js")).text();
  expect(script, "only what every browser reads").not.toMatch(/=>|\b(const|let|class|import)\b|`/);
});

test("a script that does not arrive is said", async ({ page }) => {
  await page.route("**/assets/index-*.js", (route) => route.abort());
  await page.goto("./?backend=cpu");
  await expect(page.getByRole("alert")).toContainText("Cisight could not start: its script was not loaded");
});

test("offline before the model came: said, and tried again by itself when the network is back", async ({
  page,
  context,
}) => {
  // What is loaded before the model.
  const before = ["**/assets/cisight-*.js", "**/assets/cpu-*.wasm.gz"].map((file) =>
    page.waitForResponse(file),
  );
  await page.route("**/weights.safetensors.gz", async (route) => {
    for (const response of await Promise.all(before)) await response.finished();
    await context.setOffline(true);
    await route.abort();
  });
  await page.goto("./?backend=cpu");
  await expect(failure(page)).toContainText(
    /You are offline, and .*weights\.safetensors\.gz could not be downloaded/,
  );
  const thePage = new ThePage(page);
  const text = `>mine\n${randomSequence(500)}`;
  await thePage.sequences.fill(text);
  await page.unroute("**/weights.safetensors.gz");
  await context.setOffline(false);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await expect(thePage.sequences).toHaveValue(text);
});
