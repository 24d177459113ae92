import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { ThePage } from "./the-page.ts";

const gradCam = (page: Page) => page.getByRole("checkbox", { name: "Grad-CAM" });
const menu = (page: Page) => page.locator("summary", { hasText: "More tracks" });

test("Grad-CAM is read base by base and stands in the track's files", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
  await expect(page.getByText("330 mutants")).toBeVisible();
  await menu(page).click();
  await gradCam(page).check();
  const note = page.locator("cisight-layer-notes li");
  await expect(note).toContainText("It says where the network looks, not whether a base supports expression");

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download TSV" }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  const [head = [], ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const column = head.indexOf("grad_cam");
  const values = lines.map((line) => Number(line[column]));
  expect(values).toHaveLength(4 * 110);
  for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
  expect(new Set(values).size).toBeGreaterThan(10);

  await thePage.track.press("Home");
  for (const [base, press] of [
    [0, "Home"],
    [1, "ArrowRight"],
    [109, "End"],
  ] as const) {
    await thePage.track.press(press);
    await expect(note).toContainText(`here ${values[4 * base]?.toFixed(4)}`);
  }
});

test("a model that reads TF levels has no Grad-CAM", async ({ page }) => {
  await ThePage.open(page);
  await menu(page).click();
  await expect(page.getByRole("checkbox", { name: "DeepLIFT" })).toBeVisible();
  await expect(gradCam(page)).toHaveCount(0);
});
