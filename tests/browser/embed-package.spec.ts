import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import type { CisightApp, Problem, Results, TrackNames } from "../../pkg/cisight.d.ts";
import { host, type StaticHost } from "./static-host.ts";
import { randomSequence, ThePage } from "./the-page.ts";

/** What docs/embedding.md asks a site for that keeps the package's files itself, and for one that has them on another origin. */
const ownPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src data:";
const otherPolicy = (origin: string) =>
  `default-src 'none'; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob: ${origin}; connect-src ${origin}; style-src 'self'; img-src data:`;

/** A site with a mind of its own about how everything should look. */
const siteStyle = `
  html { font-size: 62.5%; }
  body { margin: 0; color: red; font: italic 40px/3 serif; letter-spacing: 9px; text-transform: uppercase; text-align: right; }
  * { letter-spacing: 5px; font-weight: 900; text-indent: 3em; }
  button, input, table, section, h2, p, div { display: none; background: lime; border: 9px solid; }
`;

let folder: string;
let site: StaticHost;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cisight-"));
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: "pkg", encoding: "utf8" }),
  ) as [{ filename: string }];
  execFileSync("tar", ["-xzf", packed.filename], { cwd: folder });
  writeFileSync(join(folder, "site.css"), siteStyle);
  site = await host(folder, 0, { "access-control-allow-origin": "*" });
});
test.afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** A page that knows nothing of Cisight but the package's script. */
async function openSite(
  page: Page,
  element: string,
  policy = ownPolicy,
  script = "/package/dist/cisight.js",
) {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><head><title>A laboratory</title><meta charset="utf-8">
     <meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="icon" href="data:,">
     <link rel="stylesheet" href="/site.css"><script type="module" src="${script}"></script></head><body>${element}</body></html>`,
  );
  await page.goto(`${site.address}#their-own-hash`);
  return { thePage: new ThePage(page), complaints };
}

const results = (page: Page): Promise<Results> =>
  page.locator("cisight-app").evaluate((app: CisightApp) => app.getResults());

test("the package holds what it needs and nothing else", () => {
  const files = readdirSync(join(folder, "package"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "package").length + 1))
    // A build may be made before its other modules are compiled; every script has a hash in its name.
    .filter((name) => !/^dist\/(cpu-relaxed|webgpu|files)\.wasm\.gz$/.test(name))
    .map((name) => name.replace(/-[\w-]{8}\.js$/, "-*.js"));
  const model = "dist/models/fun-prose-s-cerevisiae/";
  const expected = [
    "package.json",
    "README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "cisight.d.ts",
    "dist/cisight.js",
    "dist/worker.js",
    "dist/files-worker.js",
    "dist/cpu.wasm.gz",
    "dist/models/registry.json",
    `${model}manifest.json`,
    `${model}weights.safetensors.gz`,
    `${model}presets.json.gz`,
    `${model}catalogue.safetensors.gz`,
    `${model}example.fa`,
    `${model}MODEL_CARD.md`,
    `${model}motifs.meme.gz`,
    `${model}grammar.json.gz`,
  ];
  expect(files.filter((name) => !name.startsWith("dist/chunks/")).sort()).toEqual(expected.sort());
});

test("in a plain page the element predicts what the page predicts, and leaves that page alone", async ({
  page,
}) => {
  const onPage = await (await ThePage.open(page)).readResponses();
  const { thePage, complaints } = await openSite(page, `<cisight-app backend="cpu"></cisight-app>`);
  await expect(thePage.cells.first()).toBeVisible();
  await expect.poll(() => thePage.readResponses()).toEqual(onPage);
  await expect(thePage.track).toBeVisible();
  await thePage.cells.last().click();
  await page.getByRole("button", { name: "Switch between light and dark" }).click();

  expect(new URL(page.url()).hash).toBe("#their-own-hash");
  const traces = await page.evaluate(() => ({
    style: document.documentElement.getAttribute("style"),
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    body: document.body.children.length,
    stored: localStorage.length,
  }));
  expect(traces).toEqual({ style: null, sheets: 1, body: 1, stored: 0 });
  const look = await page.getByRole("heading", { name: "Predicted response" }).evaluate((heading) => {
    const { fontSize, fontStyle, letterSpacing, textTransform, textIndent, display } =
      getComputedStyle(heading);
    return { fontSize, fontStyle, letterSpacing, textTransform, textIndent, display };
  });
  expect(look).toEqual({
    fontSize: "16px",
    fontStyle: "normal",
    letterSpacing: "-0.08px",
    textTransform: "none",
    textIndent: "0px",
    display: "block",
  });
  expect(complaints).toEqual([]);
});

test("attributes, methods and events do what the README says", async ({ page }) => {
  const { thePage } = await openSite(page, "");
  await page.evaluate(() => {
    const heard: string[] = [];
    for (const type of ["cisight-ready", "cisight-results", "cisight-cell"])
      document.addEventListener(type, () => heard.push(type));
    Object.assign(window, { heard });
    const app = document.createElement("cisight-app");
    document.body.append(app);
    const attributes = { backend: "cpu", genes: "HSP12, YBR072W", conditions: "h2o2-20min" };
    for (const [name, value] of Object.entries(attributes)) app.setAttribute(name, value);
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect(thePage.rowNames()).toHaveText(["HSP12", "HSP26"]);
  const first = await results(page);
  expect(first).toMatchObject({ promoters: ["HSP12", "HSP26"], backend: "cpu", model: { window: 1000 } });
  expect(first.conditions).toHaveLength(1);
  expect(first.responses.flat().every(Number.isFinite)).toBe(true);
  expect(await heard()).toEqual(["cisight-ready", "cisight-results", "cisight-cell"]);

  const app = page.locator("cisight-app");
  const own = `>own\n${randomSequence(500)}\n>bad\nACGT`;
  const taken = await app.evaluate((app: CisightApp, text) => app.loadSequences(text), own);
  expect(taken.names).toEqual(["own"]);
  expect(taken.problems[0]).toMatch(/bad.*too short/i);
  await app.evaluate((app: CisightApp) => app.setConditions(["heat-shock-20min", "diamide-20min"]));
  const second = await results(page);
  expect(second.promoters).toEqual(["HSP12", "HSP26", "own"]);
  expect(second.responses.map((row) => row.length)).toEqual([2, 2, 2]);
  await app.evaluate((app) => app.setAttribute("genes", "RPL3"));
  await expect(thePage.rowNames()).toHaveText(["RPL3", "own"]);
  expect((await heard()).filter((type) => type === "cisight-results").length).toBeGreaterThan(2);

  const refused = app.evaluate((app: CisightApp) => app.setConditions(["no-such-condition"]));
  await expect(refused).rejects.toThrow("There is no condition “no-such-condition”");
  const known = await app.evaluate((app: CisightApp) =>
    app.setConditions(["none"]).catch(({ code, parameters }: Problem) => ({ code, parameters })),
  );
  expect(known).toEqual({ code: "conditions.unknown", parameters: { id: "none" } });
  await app.evaluate((app: CisightApp) => app.setConditions(["h2o2-20min"]));
  expect((await results(page)).conditions).toEqual(first.conditions);
});

test("the bases behind a value are features of a genome browser", async ({ page }) => {
  const { thePage } = await openSite(page, `<cisight-app backend="cpu" genes="ADE3 YFL014W"></cisight-app>`);
  await page.evaluate(() => {
    const heard: unknown[] = [];
    const app = document.querySelector("cisight-app");
    app?.addEventListener("cisight-track", ({ detail }) => heard.push(detail));
    Object.assign(window, { heard });
  });
  await expect(thePage.rowNames()).toHaveText(["ADE3", "HSP12"]);
  const app = page.locator("cisight-app");
  const track = () => app.evaluate((element: CisightApp) => element.getTrack());
  await expect(thePage.track).toBeVisible();
  await thePage.cells.last().click();
  const heard = () => page.evaluate(() => (window as unknown as { heard: TrackNames[] }).heard.at(-1));
  // YFL014W begins at chrVI:107256 and is read from the forward strand.
  const place = { contig: "chrVI", start: 106255, end: 107255, strand: "+" };
  await expect.poll(heard).toMatchObject({ promoter: "HSP12", place });
  const forward = await track();
  expect(forward).toMatchObject({ promoter: "HSP12", coordinates: "genome", place });
  expect(forward.bases.map(({ start }) => start)).toEqual(
    Array.from({ length: 1000 }, (_, at) => 106255 + at),
  );
  const letters = forward.bases.map(({ base }) => base).join("");
  expect(letters.slice(-10)).toBe("AAATACAACA");
  for (const { chr, start, end, name } of forward.seqlets) {
    expect(chr).toBe("chrVI");
    expect(start).toBeGreaterThanOrEqual(106255);
    expect(end).toBeLessThanOrEqual(107255);
    expect(name).toBeTruthy();
  }
  expect(forward.seqlets.length).toBeGreaterThan(0);

  // The same bases as of the other strand: values change places, letters their strand.
  const reverse = [...letters].reverse().map((base) => ({ A: "T", C: "G", G: "C", T: "A" })[base]);
  const fasta = `>turned chrX:501-1500(-)\n${letters}\n>nowhere\n${letters}`;
  await app.evaluate((element: CisightApp, text) => element.loadSequences(text), fasta);
  await app.evaluate((element: CisightApp) => element.setGenes([]));
  await results(page);
  await expect.poll(async () => (await track()).promoter).toBe("turned");
  const turned = await track();
  expect(turned.place).toEqual({ contig: "chrX", start: 500, end: 1500, strand: "-" });
  expect(turned.bases.map(({ start }) => start)).toEqual(Array.from({ length: 1000 }, (_, at) => 500 + at));
  expect(turned.bases.map(({ base }) => base)).toEqual(reverse);
  expect(turned.bases.map(({ value }) => value).reverse()).toEqual(forward.bases.map(({ value }) => value));
  await thePage.cells.last().click();
  await expect.poll(async () => (await track()).promoter).toBe("nowhere");
  const nowhere = await track();
  expect(nowhere).toMatchObject({ coordinates: "promoter", place: null });
  expect(nowhere.bases[0]).toMatchObject({ chr: "nowhere", start: 0, end: 1, base: letters[0] });
  await app.evaluate((element: CisightApp) => element.loadSequences("").catch(() => undefined));
  await expect(track()).rejects.toThrow("no value is chosen");
});

test("igv.js draws what the element hands it, as the documentation has it", async ({ page }) => {
  const snippet = /## From the embedded[\s\S]*?```js\n([\s\S]*?)```/.exec(
    readFileSync("docs/genome-browsers.md", "utf8"),
  )![1]!;
  expect(snippet).toContain("app.getTrack()");
  copyFileSync("node_modules/igv/dist/igv.esm.min.js", join(folder, "igv.esm.min.js"));
  // A contig of the length of chromosome VI, of which igv.js reads the index and a stretch.
  const length = 270161;
  writeFileSync(join(folder, "chrVI.fa"), `>chrVI\n${"A".repeat(length)}\n`);
  writeFileSync(join(folder, "chrVI.fa.fai"), `chrVI\t${length}\t7\t${length}\t${length + 1}\n`);
  writeFileSync(
    join(folder, "igv.js"),
    `import igv from "./igv.esm.min.js";
     const browser = await igv.createBrowser(document.querySelector("#igv"), {
       reference: { id: "sacCer3", fastaURL: "chrVI.fa", indexURL: "chrVI.fa.fai" },
       locus: "chrVI:107,010-107,090", loadDefaultGenomes: false,
     });
     window.browser = browser;
     ${snippet}`,
  );
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><html lang="en"><head><title>A laboratory</title><meta charset="utf-8"><link rel="icon" href="data:,">
     <script type="module" src="/package/dist/cisight.js"></script><script type="module" src="/igv.js"></script></head>
     <body><cisight-app backend="cpu" genes="HSP12"></cisight-app><div id="igv"></div></body></html>`,
  );
  // It asks its own site for a list of genomes.
  await page.route(/igv\.org/, (route) => route.abort());
  await page.goto(site.address);
  const app = page.locator("cisight-app");
  await expect(new ThePage(page).track).toBeVisible();
  interface Feature {
    start: number;
    value?: number;
    name?: string;
  }
  const drawn = () =>
    page.evaluate(() => {
      const { browser } = window as unknown as {
        browser?: {
          trackViews: { track: { name: string; getFeatures(...at: unknown[]): Promise<Feature[]> } }[];
          referenceFrameList: { getMultiLocusLabel?: unknown; chr: string; start: number }[];
        };
      };
      const named = (name: string) => browser?.trackViews.filter(({ track }) => track.name === name) ?? [];
      const of = async (name: string) =>
        (await named(name)[0]?.track.getFeatures("chrVI", 106255, 107255, 1))?.map(
          ({ start, value, name: own }) => [start, value ?? own],
        );
      return Promise.all([of("Importance"), of("Stretches")]).then((found) => ({
        found,
        tracks: named("Importance").length,
        at: browser?.referenceFrameList[0]?.start,
      }));
    });
  await expect.poll(async () => (await drawn()).at).toBeCloseTo(107255 - 250 - 1, -1);
  const matches = async () => {
    const { bases, seqlets } = await app.evaluate((element: CisightApp) => element.getTrack());
    const { found, tracks } = await drawn();
    const [letters, stretches] = found as [[number, number][], [number, string][]];
    expect(tracks).toBe(1);
    expect(stretches).toEqual(seqlets.map(({ start, name }) => [start, name]));
    expect(letters.map(([start]) => start)).toEqual(bases.map(({ start }) => start));
    for (const [at, [, value]] of letters.entries()) expect(value).toBeCloseTo(bases[at]!.value, 6);
    return letters;
  };
  const before = await matches();
  await expect(page.locator("#igv").getByText("Importance").first()).toBeVisible();

  // Another value takes the place of the first.
  await new ThePage(page).cells.nth(1).click();
  await expect.poll(async () => (await drawn()).found[0]?.[500]?.[1]).not.toBe(before[500]![1]);
  await expect
    .poll(() =>
      matches().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test("an element that is taken away ends its workers, and works again when it is put back", async ({
  page,
}) => {
  const { thePage } = await openSite(page, `<cisight-app backend="cpu" genes="HSP12"></cisight-app>`);
  await expect(thePage.track).toBeVisible();
  expect(page.workers().length).toBeGreaterThan(0);
  const app = await page.locator("cisight-app").elementHandle();
  await app?.evaluate((element) => element.remove());
  await expect.poll(() => page.workers().length).toBe(0);
  await app?.evaluate((element) => document.body.append(element));
  await thePage.sequences.fill(`>again\n${randomSequence(500)}`);
  await expect(thePage.rowNames()).toHaveText(["HSP12", "again"]);
});

test("the files may be on another origin", async ({ page }) => {
  const files = site.address.replace("127.0.0.1", "localhost").slice(0, -1);
  const { thePage, complaints } = await openSite(
    page,
    `<cisight-app backend="cpu" compact></cisight-app>`,
    otherPolicy(files),
    `${files}/package/dist/cisight.js`,
  );
  await expect(thePage.cells.first()).toBeVisible();
  await thePage.gene.fill("HSP26");
  await thePage.gene.press("Enter");
  await expect(thePage.rowNames().filter({ hasText: "HSP26" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a wrong folder is said, with the file that is missing", async ({ page }) => {
  const { thePage } = await openSite(page, "");
  await page.evaluate(() => {
    const app = document.createElement("cisight-app");
    app.setAttribute("src", "/nowhere");
    app.addEventListener(
      "cisight-error",
      ({ detail }) => (document.title = `${detail.code}: ${detail.message}`),
    );
    document.body.append(app);
  });
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toContainText("HTTP 404");
  await expect
    .poll(() => page.evaluate(() => document.title))
    .toMatch(/^download\.failed: .*registry\.json could not be downloaded/);
  await expect(results(page)).rejects.toThrow("The model could not be loaded.");
  await expect(thePage.cells).toHaveCount(0);
});
