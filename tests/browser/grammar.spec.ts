import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { downloadTable } from "./table-download.ts";
import { parse, ThePage } from "./the-page.ts";

/** The features of the model whose kernels read them, with everything computed. */
async function openFeatures(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=abundance-yeast");
  await page.getByRole("tab", { name: "Features" }).click();
  await expect(summaryOf(page)).toBeVisible();
  return thePage;
}

const summaryOf = (page: Page) =>
  page.getByText(/^Response .* from 64 kernels and .* that all promoters share/);
const termsOf = (page: Page) => page.getByRole("table", { name: "Kernels by what they add to the response" });
const pairsOf = (page: Page) => page.getByRole("table", { name: /^Pairs of kernels/ });
const clustersOf = (page: Page) => page.getByRole("table", { name: "Clusters of promoters" });

test("the features add up to the response, and a kernel's places to what it adds", async ({ page }) => {
  const thePage = await openFeatures(page);
  const [[name, values] = ["", new Map<string, number>()]] = [...(await thePage.readResponses())];
  const response = [...values.values()][0]!;
  const terms = await downloadTable(page, "what the features add");
  expect(terms).toHaveLength(64);
  expect(terms[0]!["promoter"]).toBe(name);
  const said = (await summaryOf(page).textContent())!;
  const [, whole, sum, shared] = /^\s*Response (\S+) = (\S+) from .* and (\S+) that/.exec(said)!;
  expect(parse(whole!)).toBeCloseTo(response, 1);
  const added = terms.reduce((total, { contribution }) => total + Number(contribution), 0);
  expect(added).toBeCloseTo(parse(sum!), 2);
  expect(added + parse(shared!)).toBeCloseTo(parse(whole!), 2);
  for (const { value, weight, contribution } of terms)
    expect(Number(value) * Number(weight)).toBeCloseTo(Number(contribution), 4);

  // The places of a kernel and all others carry what it adds.
  const chosen = terms.find(({ best_places }) => Number(best_places) > 1)!;
  await page.getByRole("button", { name: "Show all 64" }).click();
  await termsOf(page)
    .getByRole("button", { name: new RegExp(`^${chosen["feature"]}: `) })
    .click();
  const places = page.getByRole("list", {
    name: `Best places of ${chosen["feature"]}, the largest part first`,
  });
  await expect(places.getByRole("listitem")).toHaveCount(Number(chosen["best_places"]));
  const carried = (await places.getByRole("listitem").allTextContents()).map((text) =>
    parse(text.split(": ")[1]!),
  );
  const others = (await page.getByText(/^All other places together: /).textContent())!;
  const together = carried.reduce((total, value) => total + value, parse(others.split(": ")[1]!));
  expect(Math.abs(together - Number(chosen["contribution"]))).toBeLessThan(0.001 * (carried.length + 2));
});

test("promoters are clustered, the highest mean first, in as many clusters as are asked for", async ({
  page,
}) => {
  const thePage = await openFeatures(page);
  const responses = await thePage.readResponses();
  await expect(clustersOf(page).getByRole("row")).toHaveCount(1 + 3);
  await page.getByRole("spinbutton", { name: "Clusters" }).fill("2");
  await page.keyboard.press("Tab");
  await expect(clustersOf(page).getByRole("row")).toHaveCount(1 + 2);
  const rows = await downloadTable(page, "the clusters");
  expect(new Set(rows.map(({ promoter }) => promoter))).toEqual(new Set(responses.keys()));
  const means = [...new Map(rows.map((row) => [row["cluster"], Number(row["mean_response"])])).values()];
  expect(means[0]).toBeGreaterThan(means[1]!);
  const own = rows.filter(({ cluster }) => cluster === "1");
  const mean =
    own.reduce((total, { promoter }) => total + [...responses.get(promoter!)!.values()][0]!, 0) / own.length;
  expect(Math.abs(mean - means[0]!)).toBeLessThan(0.05);
});

test("kernels are shown with what resembles them, and a pair with its distances, by keyboard", async ({
  page,
}) => {
  await openFeatures(page);
  const kernels = page.getByRole("list", { name: "Motifs of the kernels" }).getByRole("listitem");
  const shown = await kernels.count();
  expect(shown).toBeGreaterThan(50);
  await expect(kernels.first()).toContainText(/looks for [A-Z]+/);
  await expect(kernels.first()).toContainText(/(like|closest) .*q /);
  const pairs = await downloadTable(page, "the pairs of kernels");
  await expect(pairsOf(page).getByRole("row")).toHaveCount(1 + pairs.length);
  const second = pairs.filter(({ distance }) => distance)[1]!;
  const name = `${second["first"]} and ${second["second"]}`;
  await pairsOf(page)
    .getByRole("button", { name: `${name}: show their distances` })
    .press("Enter");
  await expect(page.getByRole("heading", { name: `Distances between ${name}` })).toBeVisible();
  await expect(page.getByText(`${name}: median distance ${second["distance"]}, by chance`)).toBeVisible();
  await expectAccessible(page);
});

test("the view fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openFeatures(page);
  await expect(pairsOf(page)).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});

test("only models whose features are no TFs' have the view", async ({ page }) => {
  await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
  await expect(page.getByRole("tab", { name: "Features" })).toHaveCount(0);
});
