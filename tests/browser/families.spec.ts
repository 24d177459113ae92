import { readFile } from "node:fs/promises";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { downloadTable } from "./table-download.ts";
import { parse, ThePage } from "./the-page.ts";

/** The TF view of the model whose responses are sums, with everything in it computed. */
async function openFamilies(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=regulons-s-cerevisiae");
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await expect(summaryOf(page)).toBeVisible();
  await expect(deletions(page).first()).toBeVisible();
  return thePage;
}

const summaryOf = (page: Page) => page.getByText(/^Response .* from 130 families of TFs/);
const tableOf = (page: Page) => page.getByRole("table", { name: /^Families of TFs/ });
const sitesOf = (page: Page) => page.getByRole("list", { name: /^Sites of .*, the largest part first/ });
const deletions = (page: Page) => page.getByRole("button", { name: /^Delete [ACGT]+ of / });

/** The response and the change that a button promises. */
async function promiseOf(button: Locator): Promise<{ response: number; change: number }> {
  const label = (await button.getAttribute("aria-label"))!;
  const [, response, change] = /response (\S+), change (\S+)$/.exec(label)!;
  return { response: parse(response!), change: parse(change!) };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

test("the terms add up to the response, and each to what its sites carry", async ({ page }) => {
  const thePage = await openFamilies(page);
  const response = [...(await thePage.readResponses()).get("HSP12")!.values()][0]!;
  const terms = await downloadTable(page, "the terms");
  expect(terms).toHaveLength(131);
  expect(sum(terms.map(({ contribution }) => Number(contribution)))).toBeCloseTo(response, 2);
  for (const { value, weight, contribution, response_without } of terms.slice(0, -1)) {
    expect(Number(value) * Number(weight)).toBeCloseTo(Number(contribution), 4);
    expect(Number(response_without)).toBeCloseTo(response - Number(contribution), 2);
  }
  const sites = await downloadTable(page, "the sites of all families");
  for (const { family, contribution, sites: number } of terms.slice(0, -1)) {
    const own = sites.filter((site) => site["family"] === family);
    expect(own).toHaveLength(Number(number) + 1);
    expect(sum(own.map((site) => Number(site["contribution"])))).toBeCloseTo(Number(contribution), 4);
  }
  // A stress response element reads AGGGG on one strand or CCCCT on the other, where the bases say.
  const elements = sites.filter(({ family, strand }) => family!.includes("MSN2") && strand);
  expect(elements.length).toBeGreaterThan(3);
  for (const { core } of elements.slice(0, 3)) expect(core).toMatch(/AGGGG|CCCCT/);
  const first = tableOf(page).getByRole("row").nth(1);
  await expect(first).toContainText("MSN2");
  await expect(first).toContainText("6 TFs, not told apart");
  await expect(page.getByText(/bind motifs that sequence alone cannot tell apart/)).toBeVisible();
});

test("a site is deleted by keyboard, the response changes by what was said, and undo takes it back", async ({
  page,
}) => {
  const thePage = await openFamilies(page);
  const before = await thePage.readResponses();
  const count = await sitesOf(page).getByRole("listitem").count();
  const { response, change } = await promiseOf(deletions(page).first());
  expect(change).not.toBe(0);
  await deletions(page).first().press("Enter");
  const edited = thePage.rowNames().filter({ hasText: "(edited)" });
  await expect(edited).toHaveCount(1);
  const name = (await edited.textContent())!.trim();
  const own = async () => [...((await thePage.readResponses()).get(name)?.values() ?? [])][0] ?? NaN;
  await expect.poll(async () => Math.abs((await own()) - response)).toBeLessThan(0.011);
  expect(Math.abs(response - change - [...before.get("HSP12")!.values()][0]!)).toBeLessThan(0.011);
  // The view follows: the edited promoter has a site less.
  await expect(sitesOf(page).getByRole("listitem")).toHaveCount(count - 1);
  await page.getByRole("button", { name: /^Undo the last change/ }).click();
  await expect(edited).toHaveCount(0);
  await expect(sitesOf(page).getByRole("listitem")).toHaveCount(count);

  const replace = page.getByRole("button", { name: /^Replace [ACGT]+ of / }).first();
  const promised = await promiseOf(replace);
  await replace.click();
  await expect.poll(async () => Math.abs((await own()) - promised.response)).toBeLessThan(0.011);
});

test("TFs without a motif are named, no level is set, and a shared term is no excess", async ({ page }) => {
  await openFamilies(page);
  await page.getByText("54 of the model's 209 TFs: no motif known").click();
  await expect(page.getByText(/CYC8, /)).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search a TF" });
  await search.first().fill("YBR112C");
  await expect(page.getByText("CYC8: no motif known, so no term.")).toBeVisible();
  await search.first().fill("YMR037C");
  await expect(tableOf(page).getByRole("rowheader")).toHaveCount(1);
  const effects = page.getByRole("table", { name: "Effect of the knock-out of each TF" });
  await expect(effects.getByRole("columnheader")).toHaveText([/^\s*TF/, /^\s*Effect/, /^\s*Response/]);
  await expect(effects.getByRole("button", { name: /Try it/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Show all 155" })).toBeVisible();
  await expect(page.getByRole("table", { name: /^Excess/ })).toHaveCount(0);
  await expect(page.getByText(/effects of two TFs always add up/)).toBeVisible();
  // A TF of the list leads to its family.
  await search.last().fill("RAP1");
  await effects.getByRole("button", { name: "RAP1: show its family" }).click();
  await expect(page.getByRole("heading", { name: "RAP1", exact: true })).toBeVisible();
});

test("sites of the chosen family stand under the bases, and in the figures", async ({ page }) => {
  await openFamilies(page);
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the sites of the family as SVG" }).click();
  const strip = await readFile(await (await started).path(), "utf8");
  expect(strip).toContain("HSP12 in Heat shock");
  expect(strip).toMatch(/‹|›/);
  await page.getByRole("button", { name: "Show them under the bases" }).click();
  await expect(page.getByRole("tab", { name: "Bases" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  await expect(page.getByText(/^Sites of TF families:/)).toBeVisible();
  const figure = page.waitForEvent("download");
  await page.locator("cisight-track-files").getByRole("button", { name: "Download SVG" }).click();
  const svg = await readFile(await (await figure).path(), "utf8");
  expect(svg).toMatch(/Sites of GIS1.*: 9;/);
});

test("maps of families say what the table says, are in the link, and choose what is looked at", async ({
  page,
}) => {
  await openFamilies(page);
  const terms = await downloadTable(page, "the terms");
  await page.getByRole("button", { name: "All promoters, this condition" }).click();
  const map = page.getByRole("grid", { name: /^What TF families add/ });
  await expect(map.getByRole("rowheader").filter({ hasText: "CTT1" })).toBeVisible();
  const [hsp12] = await downloadTable(page, "the map of TF families");
  expect(Object.keys(hsp12!)).toHaveLength(131);
  expect(hsp12!["promoter"]).toBe("HSP12");
  const own = terms.find(({ family }) => family!.includes("MSN2"))!;
  const column = Object.keys(hsp12!).find((name) => name.includes("MSN2"))!;
  expect(Number(hsp12![column])).toBeCloseTo(Number(own["contribution"]), 4);
  await expect.poll(() => page.url()).toContain("tfmap=promoters");

  const view = page.locator("cisight-term-map");
  await expect(view.getByRole("combobox", { name: "Promoters" })).toBeVisible();
  await view.getByRole("combobox", { name: "TF families" }).selectOption("similarity");
  await view.getByRole("button", { name: "This promoter, all conditions" }).click();
  await expect(map.getByRole("rowheader").first()).toBeVisible();
  const rows = await downloadTable(page, "the map of TF families");
  expect(rows).toHaveLength(130);
  expect(Object.keys(rows[0]!)[0]).toBe("family");
  const heat = rows.find(({ family }) => family!.includes("MSN2"))!;
  expect(Number(Object.values(heat)[1])).toBeCloseTo(Number(own["contribution"]), 4);
  await expect(view.getByRole("combobox", { name: "Conditions" })).toBeVisible();

  await expect.poll(() => page.url()).toContain("tfmap=conditions");
  await page.goto(page.url());
  await page.reload();
  await expect(map.getByRole("rowheader").first()).toBeVisible();
  await map.getByRole("gridcell").nth(3).click();
  await expect(page.getByRole("button", { name: /; show its sites$/, pressed: true })).toHaveCount(1);
  await expectAccessible(page);
});

test("what experiments found stands beside the terms, in the figure and in the file, and is fetched here alone", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/evidence.safetensors")) asked.push(request.url());
  });
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=regulons-s-cerevisiae");
  await expect(thePage.rowNames().filter({ hasText: "HSP12" })).toHaveCount(1);
  expect(asked).toEqual([]);
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  const own = tableOf(page).getByRole("row").filter({ hasText: "MSN2" });
  await expect(own).toContainText("YEASTRACT: MSN4, MSN2");
  await expect(own).toContainText("ChIP-exo: GIS1 (1 peak)");
  expect(asked).toHaveLength(1);
  await expect(page.getByText("YEASTRACT: MSN4 and MSN2 to HSP12")).toBeVisible();
  await expect(page.getByText("ChIP-exo in YPD: GIS1, peak at \u2212585")).toBeVisible();
  await expect(page.getByText(/^Conservation: .* keep \d+ %/)).toBeVisible();
  await expect(page.getByText(/Rossi et al\. 2021.*licence: MIT/)).toBeVisible();

  // Known regulators stand in one list, however little the model makes of them.
  await page.getByRole("checkbox", { name: "Only families with evidence" }).check();
  await expect(tableOf(page).getByRole("rowheader").filter({ hasText: "HSF1" })).toBeVisible();
  for (const row of (await tableOf(page).getByRole("row").all()).slice(1))
    await expect(row).toContainText(/YEASTRACT|ChIP-exo/);
  await page.getByRole("checkbox", { name: "Only families with evidence" }).uncheck();

  const terms = await downloadTable(page, "the terms");
  const term = terms.find(({ family }) => family!.includes("MSN2"))!;
  expect([term["yeastract"], term["chip_exo"]]).toEqual(["MSN4/MSN2", "GIS1:-585"]);
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the sites of the family as SVG" }).click();
  const strip = await readFile(await (await started).path(), "utf8");
  expect(strip).toContain("ChIP-exo GIS1");
  expect(strip).toContain("Rossi et al. 2021");

  await deletions(page).first().press("Enter");
  await expect(page.getByText(/This promoter is edited: the evidence/).first()).toBeVisible();

  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>HSP12\n${"ACGT".repeat(250)}`);
  await expect(page.getByText(/^There is no evidence for this promoter/)).toBeVisible();
  await expect(tableOf(page).getByRole("columnheader", { name: "Evidence" })).toHaveCount(0);
  expect(Object.keys((await downloadTable(page, "the terms"))[0]!)).not.toContain("chip_exo");
  expect(asked).toHaveLength(1);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the view of families is accessible and fits a phone (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openFamilies(page);
    await page.getByText("54 of the model's 209 TFs: no motif known").click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await expectAccessible(page);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
    for (const name of ["cisight-family-table", "cisight-tf-effects"]) {
      const table = page.locator(name).getByRole("table");
      expect(
        await table.evaluate((it) => it.scrollWidth - it.parentElement!.clientWidth),
      ).toBeLessThanOrEqual(0);
      expect((await page.locator(name).locator(".bar").first().boundingBox())!.width).toBeGreaterThan(50);
    }
  });
