import { expect, test, type Page } from "@playwright/test";
import { build } from "./serve-build.ts";
import { host } from "./static-host.ts";
import { ThePage } from "./the-page.ts";

/** What the page fetches first, how, and what it says meanwhile. */

const status = (page: Page) => page.locator("cisight-app .backend");

/** Answers a request when it is told to. */
async function hold(page: Page, files: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(files, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

test("while it loads the page says how far it is, and that nothing runs yet", async ({ page }) => {
  const release = await hold(page, "**/cpu-*.wasm.gz");
  await page.goto("./?backend=cpu");
  await expect(status(page)).toHaveText("Loading Nothing is computed yet.");
  await expect(page.getByText("Genome:")).toContainText("Saccharomyces cerevisiae, comes with the model");
  await expect(page.getByText(/^Loading the model: [\d.]+ of [\d.]+ MB$/)).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Loading the model…" })).toBeVisible();
  release();
  await expect(new ThePage(page).cells.first()).toBeVisible();
  await expect(status(page)).toContainText("Running on CPU");
});

test("after a failure the page does not say that it runs", async ({ page }) => {
  await page.route("**/weights.safetensors.gz", (route) => route.abort());
  await page.goto("./?backend=cpu");
  await expect(status(page)).toHaveText("Not running The model could not be loaded.");
  await page.unroute("**/weights.safetensors.gz");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(status(page)).toContainText("Running on CPU");
});

test("a link's model is all that is fetched, compressed", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast;genes=HSP12%3A-170..-91;cell=0.0");
  const files = asked.filter((path) => /\/models\/|^models\/|wasm/.test(path));
  expect(files.filter((path) => /\.(wasm|safetensors)$/.test(path))).toEqual([]);
  expect(files).toContain("models/reporter-yeast/weights.safetensors.gz");
  expect(files.filter((path) => path.includes("fun-prose") && !path.endsWith("manifest.json"))).toEqual([]);
  expect(files.filter((path, at) => files.indexOf(path) < at)).toEqual([]);
});

test("a network that was read as a graph is opened with the one build of the engine that runs it", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await ThePage.open(page, "?backend=cpu", "#v1;model=deepatt-yeast");
  const builds = asked.flatMap((path) => /\/(\w+)-[\w-]+\.wasm/.exec(path)?.[1] ?? []);
  expect(builds).toEqual(["files"]);
});

test("hosts may name the compression in a header, and call a module what they like", async ({ page }) => {
  const expected = await (await ThePage.open(page)).readResponses();
  const server = await host(build, 0, (path) =>
    path.endsWith(".gz") ? { "content-encoding": "gzip", "content-type": "text/plain" } : {},
  );
  await page.goto(`${server.address}?backend=cpu`);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  await expect.poll(() => thePage.readResponses()).toEqual(expected);
  await server.close();
});

const tab = (page: Page, name: string) => page.getByRole("tab", { name });

test("a view that is chosen while a model loads stays chosen", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const releaseModule = await hold(page, "**/cpu-*.wasm.gz");
  await page.goto("./?backend=cpu");
  await tab(page, "Variants").click();
  releaseModule();
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  await expect(tab(page, "Variants")).toHaveAttribute("aria-selected", "true");

  // The same where another model takes over, and whatever view it was left with, or a link brings.
  const models = page.getByRole("combobox", { name: "Model", exact: true });
  const releaseWeights = await hold(page, "**/regulons-s-cerevisiae/weights.safetensors.gz");
  await models.selectOption("regulons-s-cerevisiae");
  await tab(page, "Transcription factors").click();
  releaseWeights();
  await expect(page.getByRole("table", { name: /^Families of TFs/ })).toBeVisible();
  await models.selectOption("fun-prose-s-cerevisiae");
  await expect(page.getByText(/largest error/)).toBeVisible();
  await expect(tab(page, "Transcription factors")).toHaveAttribute("aria-selected", "true");

  const link = page.url().replace("panel=tfs", "panel=design");
  expect(link).toContain("panel=design");
  await page.goto("about:blank");
  const releaseAgain = await hold(page, "**/cpu-*.wasm.gz");
  await page.goto(link);
  await tab(page, "Bases").click();
  releaseAgain();
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  await expect(tab(page, "Bases")).toHaveAttribute("aria-selected", "true");

  // Of more tabs than fit, the chosen one is in sight.
  await page.goto("about:blank");
  await page.goto(link.replace("panel=design", "panel=variants"));
  await expect(page.getByRole("textbox", { name: "Variants" })).toBeVisible();
  await page.getByRole("tablist").scrollIntoViewIfNeeded();
  await expect(tab(page, "Variants")).toBeInViewport({ ratio: 0.95 });
});

for (const width of [360, 1280])
  test(`little moves while the page of ${width} pixels loads`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      });
      observer.observe({ type: "layout-shift", buffered: true });
    });
    await page.goto("./?backend=cpu");
    await expect(page.getByText("3,000 mutants")).toBeVisible();
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.1);
  });
