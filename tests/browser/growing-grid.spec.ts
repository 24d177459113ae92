import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

/**
 * The real worker, which never comes to answer for many promoters once a fifth condition was added to four: whether it is asked for that one alone or,
 * where the first grid was not whole yet, for all five.
 */
async function holdAddedConditions(page: Page): Promise<void> {
  await page.route("**/worker-*.js", async (route) => {
    const response = await route.fetch();
    const hold = `
      self.addEventListener("message", (event) => {
        const { kind, samples, conditionCount } = event.data;
        if (kind === "grid" && [1, 5].includes(conditionCount) && samples.length > 1) event.stopImmediatePropagation();
      });
    `;
    await route.fulfill({ response, body: hold + (await response.text()) });
  });
}

async function addPreset(thePage: ThePage, text: string): Promise<void> {
  await thePage.preset.fill(text);
  await thePage.proposals.first().click();
}

test("the chosen cell never waits for a long grid, and no cell stays empty when conditions are added", async ({
  page,
}) => {
  await holdAddedConditions(page);
  const thePage = await ThePage.open(page);
  const own = Array.from({ length: 210 }, (_, at) => `>p${at + 1}\n${randomSequence(60, at + 1)}`);
  await thePage.sequences.fill(own.join("\n"));
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", "215");
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
  const before = Number(await thePage.responses.getAttribute("aria-colcount"));

  await addPreset(thePage, "nitrogen");
  // Held, so that it is seen for certain; of what follows it may come and go between two looks.
  await expect(page.getByRole("progressbar", { name: "Predicting…" })).toBeVisible();
  await expect(thePage.responses).toHaveAttribute("aria-colcount", String(before + 1));
  const condition = page.getByRole("combobox", { name: "Condition", exact: true }).first();
  const promoter = page.getByRole("combobox", { name: "Promoter", exact: true }).first();
  const value = page.locator("cisight-chosen-value .value");
  await condition.selectOption({ index: before - 1 });
  await expect(value).toHaveText(/\d/);
  await expect(page.getByText(/3,000 mutants/)).toBeVisible();
  // Nor does one of a row that is still to come.
  await promoter.selectOption("p9");
  await expect(value).toHaveText(/\d/);
  await expect(page.getByText(/180 mutants/)).toBeVisible();
  await expect(thePage.responses).toHaveAttribute("aria-busy", "true");

  await addPreset(thePage, "diauxic");
  await expect(thePage.responses).toHaveAttribute("aria-colcount", String(before + 2));
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "JSON", exact: true }).first().click();
  const { promoters } = JSON.parse(await readFile(await (await download).path(), "utf8")) as {
    promoters: { responses: (number | null)[] }[];
  };
  expect(promoters).toHaveLength(214);
  for (const { responses } of promoters) {
    expect(responses).toHaveLength(before + 1);
    expect(responses.every((response) => Number.isFinite(response))).toBe(true);
  }
});
