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

test("hosts may name the compression in a header, and call a module what they like", async ({ page }) => {
  const expected = await (await ThePage.open(page)).readResponses();
  const server = await host(build, 0, (path) =>
    path.endsWith(".gz") ? { "content-encoding": "gzip", "content-type": "text/plain" } : {},
  );
  await page.goto(`${server.address}?backend=cpu`);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  expect(await thePage.readResponses()).toEqual(expected);
  await server.close();
});
