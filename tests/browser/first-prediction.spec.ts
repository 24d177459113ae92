import { expect, test } from "@playwright/test";
import { ThePage } from "./the-page.ts";

test("the first prediction of a cold visit is marked, for whoever times it", async ({ page }) => {
  await ThePage.open(page);
  const moment = await page.evaluate(
    () => performance.getEntriesByName("cisight:first-prediction")[0]?.startTime,
  );
  expect(moment).toBeGreaterThan(0);
  console.log(`first prediction after ${Math.round(moment ?? 0)} ms`);
});

test("the example has finite, unlike responses and a track", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const values = [...(await thePage.readResponses()).values()].flatMap((row) => [...row.values()]);
  expect(values.length).toBeGreaterThanOrEqual(4);
  for (const value of values) expect(Math.abs(value)).toBeLessThan(20);
  expect(new Set(values).size).toBeGreaterThan(1);
  await expect(thePage.track).toHaveAttribute("aria-valuemin", "-1000");
  await expect(thePage.track).toHaveAttribute("aria-valuemax", "-1");
});

test("heat shock raises HSP12 in the example", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const row = (await thePage.readResponses()).get("HSP12");
  const heat = [...(row ?? [])].find(([condition]) => /heat shock/i.test(condition));
  expect(heat?.[1]).toBeGreaterThan(0.5);
});
