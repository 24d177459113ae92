import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

const interval = /([+−]\d+\.\d\d) \(([+−]\d+\.\d\d) to ([+−]\d+\.\d\d)\)/;

test("a value stands with the interval that the command line writes, and one of unknown sign looks so", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  // `cisight predict --layout long --intervals` of the same promoter and condition.
  const chosen = thePage.responses.getByRole("gridcell", { selected: true });
  await expect(chosen).toHaveText(/\+3\.56\s*\(\+0\.01 to \+7\.83\)/);
  await expect(page.locator("cisight-chosen-value .value")).toContainText("90 of 100: −2.26 to +12.83");
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
  let unsure = 0;
  for (const cell of await thePage.cells.all()) {
    const [, , lower = "", upper = ""] =
      interval.exec((await cell.textContent())!.replace(/\s+/g, " ")) ?? [];
    const isUnsure = parse(lower) <= 0 && parse(upper) >= 0;
    unsure += isUnsure ? 1 : 0;
    const weight = await cell.locator(".value").evaluate((value) => getComputedStyle(value).fontWeight);
    expect(weight, `${lower} to ${upper}`).toBe(isUnsure ? "400" : "600");
  }
  expect(unsure).toBeGreaterThan(0);
  expect(unsure).toBeLessThan(await thePage.cells.count());
  await expect(page.locator("cisight-response-map .legend")).toContainText("the sign is not known");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Colours", exact: true }).click();
  await expect(page.locator("cisight-response-map .legend")).toContainText("the sign is not known");
  await expectAccessible(page);
});

test("a promoter that is unlike those trained on is noted with its number; a gene is not", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await thePage.sequences.fill(`>random\n${randomSequence(1000)}\n`);
  await expect(thePage.promoterMessages).toContainText(
    /random: its words of 5 bases are unusual, by \d\.\d standard deviations .*99 of 100 of these stay within \d\.\d/,
  );
  await expect(thePage.promoterMessages).not.toContainText("HSP12");
  await thePage.tfTable.fill("TF\tknock-out\nMSN2\t-9\n");
  await expect(thePage.conditionMessages).toContainText(
    /knock-out: the level of MSN2 is \d+\.\d standard deviations from its mean/,
  );
  await expectAccessible(page);
  await thePage.sequences.fill("");
  await expect(thePage.promoterMessages).not.toContainText("standard deviations");
});

test("effects of variants stand beside those of random changes, whose background is named", async ({
  page,
}) => {
  await ThePage.open(page);
  await page.getByRole("tab", { name: "Variants" }).click();
  // `cisight variants --percentiles` has 99.9 and 88.0.
  await page.getByRole("textbox", { name: "Variants" }).fill("-232C>T\n-193G>T\n");
  const panel = page.locator("cisight-variants-panel");
  await expect(panel).toContainText(
    /of 100 random single-base changes .*\(3,000 changes in 150 promoters, Saccharomyces cerevisiae S288C\)/,
    { timeout: 60_000 },
  );
  const percentile = (name: string) =>
    panel.getByRole("row").filter({ hasText: name }).getByRole("cell").nth(4);
  await expect(percentile("-232C>T")).toHaveText(/^99\.[89]$/);
  await expect(percentile("-193G>T")).toHaveText(/^8[789]\.\d$/);
});
