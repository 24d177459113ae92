import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
    expect(await offline.readResponses()).toEqual(responses);
    await expect(offline.track).toBeVisible();
    await expect(page.getByText("You are offline. Everything here works on.")).toBeVisible();
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
  for (const needed of [/^assets\/cpu-.*\.wasm$/, /weights\.safetensors$/, /presets\.json$/])
    expect(
      [...loaded].some((path) => needed.test(path)),
      String(needed),
    ).toBe(true);
  const downloads = server.log.filter(({ status }) => status === 200).map(({ path }) => path);
  expect(downloads.filter((path, at) => downloads.indexOf(path) < at)).toEqual([]);
  expect(downloads.filter((path) => path.includes("webgpu-"))).toEqual([]);
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
