import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launch, type Browser, type Page } from "puppeteer-core";
import { build } from "./serve-build.ts";
import { host, type StaticHost } from "./static-host.ts";

// Playwright drives a Firefox of its own making only; WebDriver BiDi drives the one that people have.
const firefox = process.env["CISIGHT_FIREFOX"] ?? "/usr/bin/firefox-esr";

// For machines that build beside the tests; only a failure waits so long.
const patience = 120_000;

test.skip(!existsSync(firefox), `there is no Firefox at ${firefox}`);

let folder: string;
let server: StaticHost;
let browser: Browser;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cisight-firefox-"));
  cpSync(build, folder, { recursive: true });
  server = await host(folder);
  browser = await launch({ browser: "firefox", executablePath: firefox, headless: true });
});

test.afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** What elements say, in every shadow root. */
const texts = (page: Page, selector: string) =>
  page.$$eval(`pierce/${selector}`, (found) => found.map((element) => element.textContent?.trim()));

const rowNames = (page: Page) => texts(page, "[role=rowheader] span");

test("in Firefox: the example, its track, an edit, and a visit without a network", async () => {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${server.address}?backend=cpu`);
  await page.waitForSelector("pierce/[role=gridcell] .value", { timeout: patience });
  const before = await rowNames(page);
  expect(before.length).toBeGreaterThan(0);

  const track = await page.waitForSelector('pierce/[role=slider][aria-label*="Mutagenesis track"]');
  await track!.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("End");
  const last = (await track!.evaluate((slider) => slider.getAttribute("aria-valuetext"))) ?? "";
  const base = /^\u22121 ([ACGT]), importance/.exec(last)?.[1];
  expect(base).toBeTruthy();
  await page.keyboard.press(base === "G" ? "t" : "g");
  await expect.poll(() => rowNames(page)).toContainEqual(expect.stringMatching(/ \(edited\)$/));

  await expect.poll(() => texts(page, "[role=status]"), { timeout: patience }).toContain("Works offline");
  await server.close();
  await page.reload();
  await page.waitForSelector("pierce/[role=gridcell] .value", { timeout: patience });
  expect((await rowNames(page)).length).toBeGreaterThan(0);
});
