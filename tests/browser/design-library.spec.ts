import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

/** A promoter of 120 bases alone, for which a search is short, and the designer's panel with all its fields. */
async function openDesigner(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>short\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["short"]);
  await page.getByRole("tab", { name: "Designer" }).click();
  await page.getByText("Kinds of change, rules, several designs").click();
  await expect(page.getByRole("textbox", { name: "Sites to avoid" })).toBeVisible();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  return thePage;
}

const field = (page: Page, name: string | RegExp) => page.getByRole("textbox", { name, exact: true });
const find = (page: Page) => page.getByRole("button", { name: "Find mutations" });
const designs = (page: Page) => page.getByRole("region", { name: "Designs", exact: true });
const steps = (page: Page) => page.getByRole("region", { name: /^Mutations in their order/ });

async function saved(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  return readFile(await (await download).path(), "utf8");
}

/** The sequences of FASTA by the first word of their names. */
function records(fasta: string): Map<string, string> {
  return new Map(
    fasta
      .split(">")
      .slice(1)
      .map((record): [string, string] => {
        const [name = "", ...lines] = record.split("\n");
        return [name.split(" ")[0]!, lines.join("")];
      }),
  );
}

test("several designs differ, keep to the rules, and are taken along and ordered", async ({ page }) => {
  const thePage = await openDesigner(page);
  const goals = await page.getByRole("combobox", { name: /^Goal in / }).all();
  await goals.at(-1)!.selectOption("Lower");
  await field(page, "Designs").fill("3");
  await field(page, "Bases that differ between two").fill("2");
  await field(page, "Insert up to").fill("1");
  await field(page, "Sites to avoid").fill("MseI, TaqI, GANTC");
  await page.getByRole("checkbox", { name: "No new ATG before the anchor" }).check();
  await find(page).click();
  const rows = designs(page).locator("tbody tr");
  await expect(rows).toHaveCount(4);
  await expect(page.getByRole("img", { name: /^Designs by their responses in / })).toBeVisible();
  await expect(designs(page).getByText("★ best").first()).toBeVisible();

  // What a design promises is what the promoter has once it is applied.
  await page.getByRole("button", { name: "Show design 3" }).click();
  const promised = (await rows.nth(3).locator("td.value").allTextContents()).map((text) =>
    parse(text.split("✗")[0]!),
  );
  await page.getByRole("button", { name: /^Apply (all 2 mutations|the mutation)/ }).click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  // Something is wanted of the first and the last condition.
  const applied = async () => {
    const all = [...((await thePage.readResponses()).get("short (edited)")?.values() ?? [])];
    return [all.at(0), all.at(-1)];
  };
  // The map may have a digit less.
  const apart = async () =>
    Math.max(...(await applied()).map((value = NaN, at) => Math.abs(value - promised[at]!)));
  await expect.poll(apart).toBeLessThan(0.0051);

  await page.getByRole("button", { name: "Download design" }).click();
  const fasta = records(await saved(page, "Designed promoter, FASTA"));
  expect([...fasta.keys()]).toEqual([1, 2, 3].map((n) => `short_design_${n}`));
  const sites = (bases: string, site: RegExp) => [...bases.matchAll(site)].length;
  for (const bases of fasta.values())
    for (const site of [/(?=TTAA)/g, /(?=TCGA)/g, /(?=GA[ACGT]TC)/g, /(?=ATG)/g])
      expect(sites(bases, site)).toBeLessThanOrEqual(sites(randomSequence(120), site));

  await page.getByText("Order this DNA").click();
  await field(page, "5′ adapter").fill("ACGX");
  await page.getByRole("button", { name: "Oligo pool, CSV" }).click();
  await expect(page.getByText("The adapter has 'X' at position 4; use A, C, G and T alone.")).toBeVisible();
  await field(page, "5′ adapter").fill("acgt");
  const pool = await saved(page, "Oligo pool, CSV");
  for (const [name, bases] of fasta) expect(pool).toContain(`${name},ACGT${bases},${bases.length + 4}\n`);
  const genbank = await saved(page, "GenBank");
  expect(genbank.match(/^ {5}misc_difference/gm)).toHaveLength(6);
  const kept = genbank.split("//\n").map((record) =>
    record
      .split("ORIGIN")[1]
      ?.replace(/[\s\d]/g, "")
      .toUpperCase(),
  );
  expect(kept.slice(0, 3)).toEqual([...fasta.values()]);
  expect(await saved(page, "Primers, TSV")).toMatch(/^name\tround\tchanges\tprimer\tsequence\tpaired\t/);
});

test("a range is reached", async ({ page }) => {
  const thePage = await openDesigner(page);
  const [first = NaN] = [...(await thePage.readResponses()).get("short")!.values()];
  const goal = page.getByRole("combobox", { name: /^Goal in / }).first();
  await goal.selectOption("Reach");
  await find(page).click();
  await expect(page.getByText("Give a number, or two with the lower one first.")).toBeVisible();
  const [low, high] = [(first + 0.02).toFixed(2), (first + 0.08).toFixed(2)];
  await field(page, /^Lowest response wanted in /).fill(low);
  await field(page, /^Highest response wanted in /).fill(high);
  await find(page).click();
  await expect(steps(page)).toBeVisible();
  const ends = await steps(page).locator("tbody tr").last().locator("td.value").first().textContent();
  const reached = parse(ends!.split("(")[0]!);
  expect(reached).toBeGreaterThanOrEqual(Number(low) - 0.005);
  expect(reached).toBeLessThanOrEqual(Number(high) + 0.005);
});

test("what is wrong in a field of rules is said beside it", async ({ page }) => {
  await openDesigner(page);
  const cases = [
    ["Sites to avoid", "BsaI, BsaX", "“BsaX” is neither an enzyme"],
    ["Write motifs", "XYZ9", "There is no motif called “XYZ9”"],
    ["Designs", "0", "Give a whole number from 1 to 50"],
    ["Same base in a row, at most", "one", "Give a whole number from 2 to 100"],
    ["G and C in all, %, least", "140", "Give two percentages from 0 to 100"],
  ] as const;
  for (const [name, bad, says] of cases) {
    const own = field(page, name);
    const before = await own.inputValue();
    await own.fill(bad);
    await find(page).click();
    await expect(page.getByText(new RegExp(says.replace(/[“”]/g, ".")))).toBeVisible();
    await own.fill(before);
  }
  await find(page).click();
  await expect(steps(page)).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in several designs in the ${colorScheme} theme, and they fit a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await openDesigner(page);
    await page
      .getByRole("combobox", { name: /^Goal in / })
      .last()
      .selectOption("Keep");
    await field(page, "Designs").fill("2");
    await page.getByRole("checkbox", { name: "No new ATG before the anchor" }).check();
    await find(page).click();
    await expect(designs(page).locator("tbody tr")).toHaveCount(3);
    await page.getByText("Order this DNA").click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect(page.getByRole("img", { name: /^Designs by their responses in / })).toBeVisible();
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });
