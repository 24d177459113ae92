import { expect, test } from "@playwright/test";
import { ThePage } from "./the-page.ts";

const budgetMs = 1500;

test("the example is predicted within the budget, from a cold cache", async ({ browser }) => {
  const times: number[] = [];
  // A machine that builds or tests beside this shows its best of three.
  for (let visit = 0; visit < 3; visit++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await ThePage.open(page);
    times.push(
      await page.evaluate(
        () => performance.getEntriesByName("cisight:first-prediction")[0]?.startTime ?? Infinity,
      ),
    );
    await context.close();
  }
  test
    .info()
    .annotations.push({ type: "first prediction (ms)", description: times.map(Math.round).join(", ") });
  console.log(`first prediction: ${times.map(Math.round).join(", ")} ms`);
  expect(Math.min(...times)).toBeLessThan(budgetMs);
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
