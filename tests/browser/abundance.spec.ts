import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

interface Manifest {
  title: string;
  inputs: { window: number; downstream: number }[];
  outputs: { name: string; unit: string }[];
}

const id = "abundance-yeast";
const manifest = JSON.parse(readFileSync(`models/${id}/manifest.json`, "utf8")) as Manifest;
const [reads] = manifest.inputs;
const [predicts] = manifest.outputs;
const model = (page: Page) => page.getByRole("combobox", { name: "Model", exact: true });

test("a contextual regression answers in the map and in the track", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await expect(model(page).getByRole("option", { name: manifest.title })).toContainText(
    `predicts ${predicts!.name} (${predicts!.unit})`,
  );
  const window = reads!.window;
  await thePage.sequences.fill(`>mine\n${randomSequence(window)}\n>yours\n${randomSequence(window, 11)}`);
  await model(page).selectOption(id);
  await expect(thePage.columnNames()).toHaveText([predicts!.name]);
  const responses = await thePage.readResponses();
  for (const name of ["mine", "yours"])
    expect([...responses.get(name)!.values()]).toEqual([expect.any(Number)]);
  expect(responses.get("mine")).not.toEqual(responses.get("yours"));

  const row = page.getByRole("combobox", { name: "Promoter", exact: true }).first();
  await row.selectOption("mine");
  await expect(page.getByText(`${(3 * window).toLocaleString("en")} mutants`)).toBeVisible();
  await expect(page.getByRole("tab")).toHaveText(["Bases", "Features", "Designer", "Variants"]);
});
