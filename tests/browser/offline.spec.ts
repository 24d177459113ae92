import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { subPath } from "./address.ts";
import { build } from "./serve-build.ts";
import { host, type StaticHost } from "./static-host.ts";
import { randomSequence, ThePage } from "./the-page.ts";

test.use({ serviceWorkers: "allow" });

const stored = (page: Page) => page.getByRole("status").filter({ hasText: "Works offline" });
const announcement = (page: Page) => page.getByRole("status").getByText("A new version is ready.");

let folder: string;
let server: StaticHost;

// A host of its own for each test, which can be shut down and given a new build.
test.beforeEach(async ({ baseURL }, { outputDir }) => {
  expect(baseURL).toBeTruthy();
  folder = join(outputDir, "host");
  cpSync(build, folder, { recursive: true });
  server = await host(folder);
});

test.afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function visit(page: Page, path = "?backend=cpu"): Promise<ThePage> {
  await page.goto(server.address + path);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  return thePage;
}

/** What a release changes: here the title, and with it the revision in the service worker's list. */
function release(): void {
  const page = join(folder, "index.html");
  const worker = join(folder, "service-worker.js");
  const md5 = () => createHash("md5").update(readFileSync(page)).digest("hex");
  const before = md5();
  writeFileSync(page, readFileSync(page, "utf8").replace("<title>Cisight", "<title>New Cisight"));
  const list = readFileSync(worker, "utf8");
  expect(list).toContain(before);
  writeFileSync(worker, list.replace(before, md5()));
}

for (const path of ["", subPath])
  test(`after one visit everything works without a network (/${path})`, async ({ page, context }) => {
    const online = await visit(page, `${path}?backend=cpu`);
    await expect(stored(page)).toBeVisible();
    const responses = await online.readResponses();
    await page.goto("about:blank");
    await server.close();
    await context.setOffline(true);

    const offline = await visit(page, `${path}?backend=cpu`);
    await expect.poll(() => offline.readResponses()).toEqual(responses);
    await expect(offline.track).toBeVisible();
    await expect(page.getByText("You are offline. Everything here keeps working.")).toBeVisible();
    await offline.gene.fill("HSP26");
    await page.getByRole("option", { name: /HSP26/ }).click();
    await expect(offline.rowNames().filter({ hasText: "HSP26" })).toHaveCount(1);
    await page.getByRole("button", { name: "Model card" }).click();
    await expect(page.getByRole("dialog").getByRole("heading").nth(1)).toBeVisible();
  });

test("the first visit's own tab works on when the network goes", async ({ page, context }) => {
  const thePage = await visit(page);
  await expect(stored(page)).toBeVisible();
  await server.close();
  await context.setOffline(true);
  await thePage.gene.fill("HSP26");
  await page.getByRole("option", { name: /HSP26/ }).click();
  await expect(thePage.rowNames().filter({ hasText: "HSP26" })).toHaveCount(1);
  await context.setOffline(false);
  await expect(stored(page)).toBeVisible();
});

test("storing comes after the first prediction and downloads nothing twice", async ({ page }) => {
  await visit(page);
  await expect(stored(page)).toBeVisible();
  const registered = server.log.findIndex(({ path }) => path === "service-worker.js");
  const loaded = new Set(server.log.slice(0, registered).map(({ path }) => path));
  for (const needed of [/^assets\/cpu-.*\.wasm\.gz$/, /weights\.safetensors\.gz$/, /presets\.json\.gz$/])
    expect(
      [...loaded].some((path) => needed.test(path)),
      String(needed),
    ).toBe(true);
  const downloads = server.log.filter(({ status }) => status === 200).map(({ path }) => path);
  expect(downloads.filter((path, at) => downloads.indexOf(path) < at)).toEqual([]);
  expect(downloads.filter((path) => path.includes("webgpu-"))).toEqual([]);
});

test("the module for graphics processors is kept once it was used, and not before", async ({
  page,
  context,
}) => {
  const name = readdirSync(join(build, "assets")).find((file) => file.startsWith("webgpu-"));
  const load = () =>
    page.evaluate(
      async (file) => (await fetch(`assets/${file}`)).arrayBuffer().then((b) => b.byteLength),
      name,
    );
  const isKept = () => page.evaluate(async (file) => Boolean(await caches.match(`assets/${file}`)), name);
  const other = await context.newPage();
  await visit(other);
  await expect(stored(other)).toBeVisible();
  await other.close();
  await visit(page);
  expect(await isKept()).toBe(false);
  const bytes = await load();
  await expect.poll(isKept).toBe(true);
  await context.setOffline(true);
  expect(await load()).toBe(bytes);
});

test("the module for graphics processors is kept even if it came before the service worker", async ({
  page,
}) => {
  const name = readdirSync(join(build, "assets")).find((file) => file.startsWith("webgpu-"));
  await page.goto(`${server.address}?backend=cpu`);
  await page.evaluate(async (file) => {
    if (navigator.serviceWorker.controller) throw new Error("too late");
    await (await fetch(`assets/${file}`)).arrayBuffer();
  }, name);
  await expect(stored(page)).toBeVisible();
  await expect
    .poll(() => page.evaluate(async (file) => Boolean(await caches.match(`assets/${file}`)), name))
    .toBe(true);
});

test("a new version is announced, waits, and keeps what the visitor does", async ({ page }) => {
  await visit(page);
  await expect(stored(page)).toBeVisible();
  release();
  const thePage = await visit(page);
  await expect(announcement(page)).toBeVisible();
  await expect(page).toHaveTitle(/^Cisight/);
  // Random bases that do not fit into an address.
  const text = `>mine\n${randomSequence(20_000)}\n`;
  await thePage.sequences.fill(text);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await page.getByRole("button", { name: "Later" }).click();
  await expect(announcement(page)).toBeHidden();
  await page.reload();
  await expect(page).toHaveTitle(/^Cisight/);

  await expect(announcement(page)).toBeVisible();
  await thePage.sequences.fill(text);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await page.getByRole("button", { name: "Use it now" }).click();
  await expect(page).toHaveTitle(/^New Cisight/);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  await expect(thePage.sequences).toHaveValue(text);
});

test("storage that is full is said; the page works, but not offline", async ({ page, context }) => {
  await page.goto(`${server.address}start-check.js`);
  const devTools = await context.newCDPSession(page);
  await devTools.send("Storage.overrideQuotaForOrigin", {
    origin: new URL(server.address).origin,
    quotaSize: 3_000_000,
  });
  const thePage = await visit(page);
  await expect(page.getByRole("status").filter({ hasText: "no storage left" })).toContainText(
    "Works now, but not offline",
  );
  await thePage.gene.fill("HSP26");
  await expect(page.getByRole("option", { name: /HSP26/ })).toBeVisible();
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
});

test("a download that breaks off while storing is said, and the next visit goes on", async ({
  page,
  context,
}) => {
  let breaks = true;
  await context.route("**/catalogue.safetensors.gz", (route) => (breaks ? route.abort() : route.continue()));
  await visit(page);
  await expect(page.getByText("Not stored for offline use yet")).toBeVisible();
  breaks = false;
  await visit(page);
  await expect(stored(page)).toBeVisible();
});

test("a stored copy that is damaged is downloaded anew", async ({ page }) => {
  await visit(page);
  await expect(stored(page)).toBeVisible();
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        if (request.url.includes("weights.safetensors")) await cache.put(request, new Response("damaged"));
    }
  });
  await page.goto(`${server.address}?backend=cpu`);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(new ThePage(page).cells.first()).toBeVisible();
  await page.reload();
  await expect(new ThePage(page).cells.first()).toBeVisible();
});

for (const [where, takeAway] of [
  ["there are none", () => void Reflect.deleteProperty(Navigator.prototype, "serviceWorker")],
  [
    "they are forbidden",
    () =>
      Object.defineProperty(Navigator.prototype, "serviceWorker", {
        get: () => {
          throw new DOMException("Service worker is disabled", "SecurityError");
        },
      }),
  ],
] as const)
  test(`without service workers the page simply works (${where})`, async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.addInitScript(takeAway);
    const thePage = await visit(page);
    await expect(thePage.track).toBeVisible();
    await expect(page.locator("cisight-offline-status")).toHaveText("");
    expect(errors).toEqual([]);
  });

test("what makes the page installable is there, at addresses that any sub-path keeps", async ({ page }) => {
  await visit(page, `${subPath}?backend=cpu`);
  const address = await page.locator("link[rel=manifest]").evaluate((link: HTMLLinkElement) => link.href);
  const manifest = (await (await page.request.get(address)).json()) as {
    start_url: string;
    icons: { src: string; sizes: string }[];
  };
  const start = new URL(manifest.start_url, address).href;
  expect(start).toBe(server.address + subPath);
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(["192x192", "512x512"]));
  for (const { src } of manifest.icons)
    expect((await page.request.get(new URL(src, address).href)).ok(), src).toBe(true);
  const devTools = await page.context().newCDPSession(page);
  const { errors } = await devTools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
});
