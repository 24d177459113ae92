import { cpSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { host } from "./static-host.ts";
import { randomSequence, ThePage } from "./the-page.ts";

interface Manifest {
  title: string;
  inputs: { window: number; frame: { left: string; right: string } }[];
  outputs: { name: string; unit: string }[];
}

const other = "reporter-yeast";
const manifest = JSON.parse(readFileSync(`models/${other}/manifest.json`, "utf8")) as Manifest;
const input = manifest.inputs[0]!;
const outputs = manifest.outputs.map(({ name }) => name);
const { left, right } = input.frame;
const insert = randomSequence(input.window - left.length - right.length);
const own = `>mine\n${insert}\n>yours\n${randomSequence(insert.length, 11)}`;
const model = (page: Page) => page.getByRole("combobox", { name: "Model", exact: true });
const mutants = (page: Page) => page.getByText(`${3 * input.window} mutants`);

/** The page with two inserts and the model that reads them. */
async function openReporter(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.sequences.fill(own);
  await model(page).selectOption(other);
  await expect(thePage.columnNames()).toHaveText(outputs);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toHaveCount(1);
  return thePage;
}

test("another model answers with its own responses, keeps what was typed, and the first one comes back", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const table = "TF\tmy condition\nHSF1\t1.5\n";
  await thePage.tfTable.fill(table);
  await thePage.sequences.fill(own);
  await expect(thePage.rowNames().last()).toHaveText("yours");
  const before = await thePage.readResponses();
  const option = model(page).getByRole("option", { name: manifest.title });
  await expect(option).toContainText(`reads an ${insert.length}-bp insert between constant flanks`);
  await expect(option).toContainText(`predicts ${outputs.slice(0, -1).join(", ")} and ${outputs.at(-1)}`);

  await model(page).selectOption(other);
  await expect(thePage.columnNames()).toHaveText(outputs);
  await expect(thePage.sequences).toHaveValue(own);
  const there = await thePage.readResponses();
  for (const name of ["mine", "yours"])
    expect([...there.get(name)!.values()]).toEqual(outputs.map(() => expect.any(Number)));
  await expect(page.getByText(/Your TF table is kept/)).toBeVisible();
  await expect(mutants(page)).toBeVisible();

  await model(page).selectOption({ index: 0 });
  await expect(thePage.tfTable).toHaveValue(table);
  await expect(thePage.columnNames()).toHaveCount(before.get("mine")!.size);
  await expect.poll(() => thePage.readResponses()).toEqual(before);
});

test("a model without TFs shows nothing of TFs and conditions, and marks the constant bases", async ({
  page,
}) => {
  const thePage = await openReporter(page);
  await expect(mutants(page)).toBeVisible();
  await expect(page.getByText("This model reads no TF levels")).toBeVisible();
  // Each unit has colours of its own: the highest value of each is as dark as that of the other.
  const legend = page.locator("cisight-response-map .legend");
  for (const unit of new Set(manifest.outputs.map((output) => output.unit)))
    await expect(legend).toContainText(new RegExp(`lower\\s*[\\d.]+ higher\\s*${unit}`));
  await expect(legend.locator(".ramp")).toHaveCount(2);
  await expect(legend).toContainText("the highest value of each unit");
  await expect(page.getByRole("tab")).toHaveText(["Bases", "Motifs", "Designer", "Variants"]);
  await expect(thePage.preset).toHaveCount(0);
  await expect(thePage.tfTable).toHaveCount(0);
  await expect(page.getByRole("combobox", { name: "Condition", exact: true })).toHaveCount(0);
  await expect(page.getByText(`the constant ${left.length} + ${right.length} bp are added`)).toBeVisible();

  const row = page.getByRole("combobox", { name: "Promoter", exact: true }).first();
  await row.selectOption("mine");
  await expect(mutants(page)).toBeVisible();
  await thePage.track.press("Home");
  await thePage.track.press("Home");
  await expect(thePage.track).toHaveAttribute("aria-valuetext", new RegExp(`${left[0]}, .*; constant$`));
  for (let at = 0; at < left.length; at++) await thePage.track.press("ArrowRight");
  await expect(thePage.track).not.toHaveAttribute("aria-valuetext", /constant/);
  await page.getByText("Sequence: mine").click();
  const text = page.getByRole("textbox", { name: "Sequence of mine" });
  expect((await text.inputValue()).replace(/\s/g, "")).toBe(left + insert + right);
  const marked = await page.locator("cisight-sequence-editor mark").allTextContents();
  expect(marked.map((bases) => bases.replace(/\s/g, ""))).toEqual([left, right]);

  await expectAccessible(page);
});

test("a model whose terms are named offers what it can do", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=regulons-s-cerevisiae");
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  const responses = await thePage.readResponses();
  expect([...responses.get("HSP12")!.values()].every(Number.isFinite)).toBe(true);
  await page.locator("summary", { hasText: "More tracks" }).click();
  await expect(page.getByRole("checkbox", { name: "Motif matches" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "DeepLIFT" })).toHaveCount(0);
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await expect(page.getByText(/^Response as it is/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Which TFs drive this response" })).toHaveCount(1);
  await expect(page.getByRole("table", { name: /^Families of TFs/ })).toBeVisible();
  await expect(page.getByText("are not available")).toHaveCount(0);
});

test("a mean of networks of two kinds offers what both can do", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=stress-s-cerevisiae");
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  const responses = await thePage.readResponses();
  expect([...responses.get("HSP12")!.values()].every(Number.isFinite)).toBe(true);
  await page.locator("summary", { hasText: "More tracks" }).click();
  await expect(page.getByRole("checkbox", { name: "Motif matches" })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "DeepLIFT" })).toHaveCount(0);
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await expect(page.getByRole("table", { name: /^Effect of the knock-out/ })).toBeVisible();
  await expect(page.getByRole("table", { name: /^Families of TFs/ })).toHaveCount(0);
  await expectAccessible(page);
});

test("edits, layers, designs and measurements work without conditions", async ({ page }) => {
  const thePage = await openReporter(page);
  await page.getByRole("combobox", { name: "Promoter", exact: true }).first().selectOption("mine");
  await expect(mutants(page)).toBeVisible();
  await page.locator("summary", { hasText: "More tracks" }).click();
  await page.getByRole("checkbox", { name: "DeepLIFT" }).check();
  await expect(page.getByText(/completeness error/)).toBeVisible();

  const inTheirUnits = "grape must (MAUDE units, log scale); YPD and SC-Ura (mean sorting bin, log scale).";
  await expect(page.getByText(`Each value is one of 3 outputs: ${inTheirUnits}`)).toBeVisible();
  await page.getByRole("button", { name: "Colours", exact: true }).click();
  const readout = page.locator("cisight-response-map .readout");
  for (const [output, unit] of ["MAUDE units", "mean sorting bin", "mean sorting bin"].entries()) {
    await thePage.cells.nth(output).click();
    await expect(readout).toHaveText(new RegExp(`in ${outputs[output]}:[^]*\\d\\)?\\s+${unit}, log scale$`));
  }
  await thePage.cells.first().click();
  await page.getByRole("button", { name: "Numbers", exact: true }).click();
  await page.getByText("Compare with measured expression").click();
  await expect(page.getByText(`headed by the output's name: ${inTheirUnits}`)).toBeVisible();
  await page
    .getByRole("textbox", { name: "Measured expression" })
    .fill("promoter\tYPD\nmine\t0.5\nyours\t0.25\nother\t1\n");
  await expect(page.getByText(/^2 of 3 rows and 1 of 1 column of the table match/)).toBeVisible();

  await page.getByRole("tab", { name: "Designer" }).click();
  await expect(page.getByRole("checkbox", { name: /Protect the constant bases/ })).toBeChecked();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("button", { name: "Find mutations" }).click();
  const steps = page.getByRole("rowheader").filter({ hasText: "→" });
  await expect(steps).toHaveCount(2);
  for (const step of await steps.allTextContents()) {
    const position = Number(/\u2212(\d+)/.exec(step)![1]);
    expect(position).toBeGreaterThan(right.length);
    expect(position).toBeLessThanOrEqual(insert.length + right.length);
  }
  await page.getByRole("button", { name: "Apply all 2 mutations" }).click();
  await expect(thePage.rowNames().filter({ hasText: "mine (edited)" })).toHaveCount(1);
});

test("the model is in the link and in the session", async ({ page }) => {
  const thePage = await openReporter(page);
  const responses = await thePage.readResponses();
  await expect(page).toHaveURL(new RegExp(`#v1;model=${other};`));
  await page.reload();
  await expect(thePage.columnNames()).toHaveText(outputs);
  await expect(model(page)).toHaveValue(other);
  await expect(thePage.sequences).toHaveValue(own);
  await expect.poll(() => thePage.readResponses()).toEqual(responses);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save session" }).click();
  const session = readFileSync(await (await download).path());
  await page.goto("about:blank");
  const fresh = await ThePage.open(page);
  const before = await fresh.readResponses();
  await page
    .locator("cisight-session-tools input[type=file]")
    .setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: session });
  await expect(fresh.columnNames()).toHaveText(outputs);
  await expect.poll(() => fresh.readResponses()).toEqual(responses);
  await expect(page.getByText(/so its values differ/)).toHaveCount(0);
  await page.getByRole("button", { name: "Back to what was here before" }).click();
  await expect(fresh.rowNames()).toHaveText([...before.keys()]);
  await expect.poll(() => fresh.readResponses()).toEqual(before);
});

test("a link that names an unknown model says so and shows the default one", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=nobodys;genes=HSP12;cell=0.0");
  await expect(page.getByRole("alert").filter({ hasText: "names a model, “nobodys”" })).toBeVisible();
  await expect(thePage.columnNames()).not.toHaveCount(0);
  await expect(model(page)).not.toHaveValue(other);
});

test("loading a model can be cancelled, and a failure leaves the one in use as it was", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const before = await thePage.readResponses();
  const used = await model(page).inputValue();
  const weights = `**/models/${other}/weights.safetensors.gz`;
  await page.route(weights, () => undefined);
  await model(page).selectOption(other);
  await page.getByRole("banner").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(`${manifest.title} was not loaded.`)).toBeVisible();
  await expect(model(page)).toHaveValue(used);
  await expect.poll(() => thePage.readResponses()).toEqual(before);

  await page.unroute(weights);
  await page.route(weights, (route) => route.abort());
  await model(page).selectOption(other);
  await expect(page.getByRole("alert").filter({ hasText: "nothing was changed" })).toBeVisible();
  await expect(model(page)).toHaveValue(used);
  await expect.poll(() => thePage.readResponses()).toEqual(before);

  await page.unroute(weights);
  await page.getByRole("button", { name: "Load it again" }).click();
  await expect(model(page)).toHaveValue(other);
  await expect(page.getByText("This model reads no TF levels")).toBeVisible();
});

test("weights of another model are not asked for before it is chosen", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await ThePage.open(page);
  await expect(model(page).getByRole("option", { name: manifest.title })).toHaveCount(1);
  const files = asked.filter((path) => path.includes(other)).map((path) => path.split("/").at(-1));
  expect(files).toEqual(["manifest.json"]);
});

test("nothing hangs over at 360 pixels with another model", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openReporter(page);
  await expect(mutants(page)).toBeVisible();
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});

test.describe("with a service worker", () => {
  test.use({ serviceWorkers: "allow" });

  test("a model that was used works without a network", async ({ page, context }, { outputDir }) => {
    const folder = join(outputDir, "host");
    cpSync(resolve("dist"), folder, { recursive: true });
    const server = await host(folder);
    await page.goto(`${server.address}?backend=cpu`);
    const thePage = new ThePage(page);
    await expect(thePage.cells.first()).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Works offline" })).toBeVisible();
    await thePage.sequences.fill(own);
    await model(page).selectOption(other);
    await expect(thePage.columnNames()).toHaveText(outputs);
    const responses = await thePage.readResponses();
    const kept = () =>
      page.evaluate(
        async (path) => Boolean(await caches.match(path)),
        `models/${other}/weights.safetensors.gz`,
      );
    await expect.poll(kept).toBe(true);
    await expect(page).toHaveURL(/seq=/);
    const address = page.url();
    await page.goto("about:blank");
    await server.close();
    await context.setOffline(true);
    await page.goto(address);
    await expect(thePage.columnNames()).toHaveText(outputs);
    await expect.poll(() => thePage.readResponses()).toEqual(responses);
    rmSync(folder, { recursive: true });
  });
});
