import { readFile } from "node:fs/promises";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { parse, ThePage } from "./the-page.ts";
import { expectAccessible } from "./accessible.ts";

/** The view of TFs, once everything in it has been computed. */
async function openTfs(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await settled(page);
  return thePage;
}

async function settled(page: Page): Promise<void> {
  await expect(page.getByText(/^Response .* sum of all contributions/)).toBeVisible();
  await expect(page.getByRole("table", { name: /^Excess of each pair/ })).toBeVisible();
  await expect(page.getByRole("group", { name: "Network of TFs and promoters" })).toBeVisible();
  await expect(page.getByText(/compared with .* \(largest error/)).toBeVisible();
}

/** Rows of a table as it is downloaded, by the names of their columns. */
async function download(page: Page, what: string): Promise<Record<string, string>[]> {
  const [header = [], ...lines] = (await downloadText(page, `${what} as TSV`))
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at] ?? ""])));
}

async function downloadText(page: Page, what: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download ${what}` }).click();
  return readFile(await (await download).path(), "utf8");
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** The response that a "Try it" promises, in the row of the chosen promoter once it was tried. */
async function expectPromise(thePage: ThePage, button: Locator, promoter: string): Promise<void> {
  const promised = parse(/response (\S+)$/.exec((await button.getAttribute("aria-label")) ?? "")![1]!);
  await button.click();
  const adjusted = thePage.columnNames().filter({ hasText: "(adjusted)" });
  await expect(adjusted).toHaveCount(1);
  const name = (await adjusted.textContent())!.trim();
  const response = async () => (await thePage.readResponses()).get(promoter)!.get(name)!;
  // Both numbers are rounded to two digits.
  await expect.poll(async () => Math.abs((await response()) - promised)).toBeLessThan(0.011);
}

test("contributions sum to the difference that is stated, and the same for one promoter as among many", async ({
  page,
}) => {
  const thePage = await openTfs(page);
  const responses = (await thePage.readResponses()).get("HSP12")!;
  const [heat, peroxide] = [...responses.values()] as [number, number];
  await page.getByLabel("Compared with").selectOption({ index: 1 });
  const summary = page.getByText(/^Response .* sum of all contributions/);
  const name = [...responses.keys()][1]!;
  await expect(summary).toContainText(`with ${name}`);
  const difference = parse(/difference ([^,]+),/.exec((await summary.textContent())!)![1]!);
  expect(Math.abs(difference - (heat - peroxide))).toBeLessThan(0.011);

  const rows = await download(page, "the contributions");
  expect(rows).toHaveLength(209);
  expect(rows[0]).toMatchObject({ promoter: "HSP12", reference: name });
  expect(sum(rows.map((row) => Number(row["contribution"])))).toBeCloseTo(difference, 2);

  await expect(page.getByText(new RegExp(`compared with ${name}.*largest error`))).toBeVisible();
  const network = await download(page, "the network");
  const own = network.filter(({ promoter }) => promoter === "HSP12");
  own.forEach((row, at) =>
    expect(Number(row["contribution"])).toBeCloseTo(Number(rows[at]!["contribution"]), 4),
  );
  // The ranking is over the same promoters as the network, whose means it must give.
  const ranking = await download(page, "the ranking");
  const sizes = ranking.map((row) => Number(row["mean_size"]));
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  for (const { tf, mean_contribution } of ranking.slice(0, 20)) {
    const all = network.filter((row) => row["tf"] === tf).map((row) => Number(row["contribution"]));
    expect(all).toHaveLength(4);
    expect(Number(mean_contribution)).toBeCloseTo(sum(all) / 4, 4);
  }
});

test("what is tried gives the response that the list promised, alone and in pairs", async ({ page }) => {
  const thePage = await openTfs(page);
  await expectPromise(thePage, page.getByRole("button", { name: /^Try it: knock-out of/ }).first(), "HSP12");
  await page.getByRole("button", { name: /^Undo the last change: knock-out of/ }).click();
  await expect(thePage.columnNames().filter({ hasText: "(adjusted)" })).toHaveCount(0);

  await page.getByRole("combobox", { name: /^Change/ }).selectOption("Overexpression");
  await expect(page.getByRole("table", { name: "Effect of the overexpression of each TF" })).toBeVisible();
  const matrix = page.getByRole("table", { name: /^Excess of each pair/ });
  const pair = page.getByRole("button", { name: /^Try it: overexpression of \S+ and \S+, / });
  await expect(pair).toBeVisible();
  await matrix.getByRole("button", { pressed: true }).press("ArrowDown");
  await expectPromise(thePage, pair, "HSP12");
});

test("pairs can be chosen, and their excess is what the table says", async ({ page }) => {
  await openTfs(page);
  const finder = page.getByRole("combobox", { name: "Add a TF to the pairs" });
  await finder.fill("YMR037C");
  await page.getByRole("option", { name: /MSN2/ }).click();
  const chips = page.getByRole("list", { name: "TFs of the pairs" }).getByRole("button");
  while ((await chips.count()) > 2) await chips.first().click();
  const matrix = page.getByRole("table", { name: /^Excess of each pair/ });
  await expect(matrix.getByRole("button")).toHaveCount(4);
  const [row] = await download(page, "the pairs");
  const value = (name: string) => Number(row![name]);
  const [first, excess, , second] = (await matrix.getByRole("button").allTextContents()).map(parse);
  expect(first).toBeCloseTo(value("effect_1"), 2);
  expect(second).toBeCloseTo(value("effect_2"), 2);
  expect(excess).toBeCloseTo(value("effect_together") - value("effect_1") - value("effect_2"), 2);
});

test("a slider is moved by keyboard, the map follows, and undo and remove take it back", async ({ page }) => {
  const thePage = await openTfs(page);
  const before = await thePage.readResponses();
  await page.getByRole("combobox", { name: "Open a TF's slider" }).fill("ymr037c");
  await page.getByRole("option", { name: /MSN2/ }).click();
  const slider = page.getByRole("slider", { name: "Level of MSN2, log2 ratio" });
  await expect(slider).toBeFocused();
  const own = await slider.getAttribute("aria-valuetext");
  for (let press = 0; press < 3; press++) await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowLeft");
  const adjusted = thePage.columnNames().filter({ hasText: "(adjusted)" });
  await expect(adjusted).toHaveCount(1);
  await expect(slider).not.toHaveAttribute("aria-valuetext", own!);
  const after = await thePage.readResponses();
  const name = [...after.get("HSP12")!.keys()].find((column) => column.includes("(adjusted)"))!;
  expect(after.get("HSP12")!.get(name)).not.toBe(before.get("HSP12")!.get(name.replace(" (adjusted)", "")));
  // All the key presses are one step.
  await page.getByRole("button", { name: "Undo the last change: level of MSN2" }).click();
  await expect(adjusted).toHaveCount(0);
  await expect(slider).toHaveAttribute("aria-valuetext", own!);
  await expect.poll(() => thePage.readResponses()).toEqual(before);

  const exact = page.getByRole("spinbutton", { name: /^Level of MSN2 as a number/ });
  await exact.fill("99");
  await exact.press("Enter");
  await expect(slider).toHaveAttribute("aria-valuetext", /^\+6\.00/);
  await page.getByRole("button", { name: "Remove MSN2" }).click();
  await expect(slider).toHaveCount(0);
  await expect(adjusted).toHaveCount(0);
});

test("the nodes of the network open a slider or choose a promoter", async ({ page }) => {
  await openTfs(page);
  const network = page.getByRole("group", { name: "Network of TFs and promoters" });
  const promoters = network.getByRole("button", { name: /^Promoter / });
  const tfs = network.getByRole("button", { name: /^TF / });
  await expect(promoters).toHaveCount(4);
  await expect(promoters.first()).toHaveAccessibleName(/^Promoter HSP12;/);
  expect(await tfs.count()).toBeGreaterThan(3);
  const name = /^TF (\S+);/.exec((await tfs.first().getAttribute("aria-label"))!)![1]!;
  await tfs.first().press("Enter");
  await expect(page.getByRole("slider", { name: `Level of ${name}, log2 ratio` })).toBeFocused();
  await promoters.nth(2).click();
  await expect(page.getByRole("combobox", { name: "Promoter", exact: true })).toHaveValue("RPL3");
  await expect(promoters.first()).toHaveAccessibleName(/^Promoter RPL3;/);
  await page.getByText("The same as a table").click();
  const table = page.getByRole("table", { name: "Contributions of the network's TFs to its promoters" });
  await expect(table.getByRole("columnheader")).toHaveCount(5);
  // The track, which nobody saw so far, is that of the promoter that was chosen here.
  await page.getByRole("tab", { name: "Bases" }).click();
  await expect(page.getByText(/3,000 mutants/)).toBeVisible({ timeout: 150_000 });
});

test("tables are sorted and searched, and a chart is saved with its title and model", async ({ page }) => {
  await openTfs(page);
  const table = page.getByRole("table", { name: /^Effect of the knock-out/ });
  const names = table.getByRole("rowheader");
  await expect(names).toHaveCount(15);
  await table.getByRole("button", { name: "Effect" }).click();
  await expect(table.getByRole("columnheader", { name: "Effect" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  const effects = (await table.locator(".with-bar").allTextContents()).map(parse);
  expect(effects).toEqual([...effects].sort((a, b) => b - a));
  await page.getByRole("searchbox", { name: "Search a TF" }).first().fill("YGL073W");
  await expect(names).toHaveText(["HSF1"]);
  await page.getByRole("searchbox", { name: "Search a TF" }).first().fill("<b>no");
  await expect(page.getByText("No TF matches “<b>no”.")).toBeVisible();

  const chart = await downloadText(page, "the contributions as SVG");
  expect(chart).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(chart).toContain("Contributions of TFs: HSP12 in Heat shock");
  expect(chart).toContain("log2 ratio");
  expect(chart).toContain("Model: fun-prose-s-cerevisiae");
  expect(chart).not.toMatch(/var\(|light-dark/);
});

test("a ranking over every gene shows how far it is and can be cancelled", async ({ page }) => {
  await openTfs(page);
  await page.getByRole("button", { name: "Add every gene" }).click();
  await page.getByRole("button", { name: /^Rank over 5,98\d promoters/ }).click();
  const ranking = page.locator("cisight-tf-ranking");
  await expect(ranking.getByRole("progressbar")).toBeVisible();
  await ranking.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("The ranking was cancelled.")).toBeVisible();
  // The ranking of before is still there.
  await expect(page.getByRole("table", { name: /^TFs ranked/ })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in the view of TFs, ${colorScheme}, and nothing hangs over on a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await openTfs(page);
    await page
      .getByRole("button", { name: /^Try it: knock-out of/ })
      .first()
      .click();
    await expect(page.getByRole("list", { name: "TF sliders" }).getByRole("listitem")).toHaveCount(1);
    await page.getByText("The same as a table").click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Show all 209" }).first().click();
    await page.setViewportSize({ width: 360, height: 800 });
    await expectAccessible(page);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });
