import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "@playwright/test";

// What a visitor waits for, in the page as it is built (dist/): the first prediction, at once and on a slow line; a base
// that is changed; a search for a design; a whole genome in every condition, with --genome.

const build = resolve("dist");
const systemChromium = process.env["CISIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
const mimes: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const pieces = 16_384;

interface Line {
  address: string;
  /** Bytes of bodies that were sent until a moment (milliseconds since 1970). */
  sentUntil(moment: number): number;
  close(): void;
}

/** A plain static host that sends no more than so many bits a second, over all that is asked for at once. */
async function line(bitsPerSecond: number): Promise<Line> {
  let free = 0;
  const sent: { at: number; bytes: number }[] = [];
  const turn = async (bytes: number) => {
    const now = performance.now();
    free = Math.max(free, now) + (8000 * bytes) / bitsPerSecond;
    if (free > now) await new Promise((passed) => setTimeout(passed, free - now));
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname).slice(1);
    const file = join(build, normalize(path || "index.html"));
    if (!file.startsWith(build) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const body = readFileSync(file);
    const type = mimes[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-length": body.length });
    void (async () => {
      for (let start = 0; start < body.length; start += pieces) {
        const piece = body.subarray(start, start + pieces);
        if (Number.isFinite(bitsPerSecond)) await turn(piece.length);
        sent.push({ at: Date.now(), bytes: piece.length });
        response.write(piece);
      }
      response.end();
    })();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const sentUntil = (moment: number) =>
    sent.filter(({ at }) => at <= moment).reduce((sum, { bytes }) => sum + bytes, 0);
  return { address, sentUntil, close: () => void server.close() };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const shown = (values: number[], unit: string, digits = 0) =>
  `${median(values).toFixed(digits)} ${unit} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}, ${values.length} times)`;

async function visit(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${address}?backend=cpu`);
  await page.getByRole("gridcell").first().waitFor({ timeout: 120_000 });
  return page;
}

/** Milliseconds from the beginning of a cold visit to its first prediction, and megabytes sent until then. */
async function firstPrediction(browser: Browser, bitsPerSecond: number, times: number) {
  const [moments, megabytes]: [number[], number[]] = [[], []];
  for (let at = 0; at < times; at++) {
    const host = await line(bitsPerSecond);
    const page = await visit(browser, host.address);
    const [begun, moment] = await page.evaluate(() => [
      performance.timeOrigin,
      performance.getEntriesByName("cisight:first-prediction")[0]?.startTime ?? NaN,
    ]);
    megabytes.push(host.sentUntil(begun + moment) / 1e6);
    moments.push(moment);
    await page.context().close();
    host.close();
  }
  return { moments, megabytes };
}

/** Milliseconds from a key that changes a base to the frame after the one that has the new response. */
async function edits(page: Page, times: number): Promise<number[]> {
  const track = page.getByRole("slider", { name: /Mutagenesis track/ });
  const bases = ["a", "c", "g", "t"];
  const values: number[] = [];
  await track.press("End");
  await track.press(bases[0]!);
  await track.press(bases[1]!);
  for (let at = 0; at < times; at++) {
    await page.getByRole("grid").and(page.locator("[aria-busy=false]")).waitFor();
    await page.waitForTimeout(1500);
    const measured = page.evaluate(
      () =>
        new Promise<number>((done) => {
          // Found once: to look through the whole page in each frame would take as long as what is measured.
          const gridIn = (root: Document | ShadowRoot): Element | undefined => {
            const own = root.querySelector('[role="grid"]');
            if (own) return own;
            const inside = [...root.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot);
            return inside.flatMap((shadow) => (shadow ? (gridIn(shadow) ?? []) : []))[0];
          };
          const grid = gridIn(document);
          const texts = () =>
            [...(grid?.querySelectorAll(".value") ?? [])].map((own) => own.textContent).join();
          const before = texts();
          let begun = 0;
          addEventListener("keydown", () => (begun = performance.now()), { once: true, capture: true });
          const watch = () => {
            const now = texts();
            if (begun > 0 && now !== before && now !== "")
              requestAnimationFrame(() => done(performance.now() - begun));
            else requestAnimationFrame(watch);
          };
          requestAnimationFrame(watch);
        }),
    );
    await page.waitForTimeout(50);
    await track.press(bases[at % 4]!);
    values.push(await measured);
  }
  return values;
}

/** Seconds of a search for five mutations with a beam of three, on the first promoter. */
async function design(page: Page): Promise<number> {
  await page.getByRole("tab", { name: "Designer" }).click();
  const search = page.getByRole("combobox", { name: "Search", exact: true });
  const beam = await search
    .locator("option")
    .evaluateAll((all) => all.findIndex((own) => /3/.test(own.textContent ?? "")));
  await search.selectOption({ index: beam });
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("5");
  const begun = performance.now();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await page
    .getByRole("region", { name: /^Mutations in their order/ })
    .locator("tbody tr")
    .filter({ hasText: "→" })
    .nth(4)
    .waitFor({ timeout: 120_000 });
  return (performance.now() - begun) / 1000;
}

/** Seconds of every gene of the catalogue in every preset. */
async function genome(page: Page): Promise<number> {
  await page.getByRole("button", { name: /^Add all \d+$/ }).click();
  const begun = performance.now();
  await page.getByRole("button", { name: "Add every gene" }).click();
  const grid = page.getByRole("grid");
  // All rows are there before the first of them is computed.
  const rows = async () => Number(await grid.getAttribute("aria-rowcount"));
  while ((await rows()) < 5000) await page.waitForTimeout(20);
  await grid.and(page.locator("[aria-busy=false]")).waitFor({ timeout: 900_000 });
  return (performance.now() - begun) / 1000;
}

/** Measures, and prints a line for each figure. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { genome: { type: "boolean", default: false } } });
  const browser = await chromium.launch({
    ...(existsSync(systemChromium) && { executablePath: systemChromium }),
    args: ["--no-sandbox"],
  });
  const cold = await firstPrediction(browser, Infinity, 5);
  console.log(
    `first prediction: ${shown(cold.moments, "ms")}; sent until then ${shown(cold.megabytes, "MB", 2)}`,
  );
  const slow = await firstPrediction(browser, 10e6, 3);
  console.log(
    `first prediction at 10 Mbit/s: ${shown(slow.moments, "ms")}; sent until then ${shown(slow.megabytes, "MB", 2)}`,
  );
  const host = await line(Infinity);
  const page = await visit(browser, host.address);
  console.log(`a changed base, until its response is on screen: ${shown(await edits(page, 12), "ms")}`);
  console.log(`five mutations, beam of three: ${(await design(page)).toFixed(1)} s`);
  if (values.genome) {
    const whole = await visit(browser, host.address);
    console.log(`every gene in every preset: ${(await genome(whole)).toFixed(0)} s`);
  }
  await browser.close();
  host.close();
  return 0;
}
