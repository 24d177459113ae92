import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, ThePage } from "./the-page.ts";

test("two promoters are aligned, and what their differences do adds up", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu");
  await thePage.removeAllGenes();
  await thePage.sequences.fill(readFileSync("docs/example/orthologues.fa", "utf8"));
  await expect(thePage.rowNames()).toHaveText(["HSP12", "HSP12-CBS432"]);
  await thePage.cells.first().click();
  await page.getByRole("combobox", { name: "Compare with" }).selectOption({ label: "HSP12-CBS432" });
  await page.getByText("Where the two differ, base by base").click();
  const table = page.getByRole("table", { name: "Where the two differ" });
  await expect(table.getByRole("row")).toHaveCount(112);
  const inOrder = await table.getByRole("row").locator("td:nth-child(5)").allTextContents();
  const sum = inOrder.reduce((total, text) => total + parse(text), 0);
  const said = await page.getByText(/^\s*111 differences: together/).textContent();
  expect(sum).toBeCloseTo(parse(/together (\S+)/.exec(said!)![1]!), 1);
  const [, here, there] = /Response (\S+) here, (\S+) there/.exec(
    (await page.getByText(/Response \S+ here/).textContent())!,
  )!;
  expect(sum).toBeCloseTo(parse(there!) - parse(here!), 1);
  await table.getByRole("button", { name: "Show position −155 to −154" }).click();
  await expect(page.getByText("−160 to −149 (12 bases)")).toBeVisible();
  await expectAccessible(page, "cisight-app");
});
