import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { randomSequence, ThePage } from "./the-page.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const thePage = await ThePage.open(page);
    await expect(thePage.track).toBeVisible();
    await expectAccessible(page);
    await thePage.sequences.fill(`>low\n${randomSequence(400).toLowerCase()}\n>bad\nACG\n`);
    await thePage.tfTable.fill("nothing here");
    await expect(thePage.conditionMessages.getByRole("alert")).not.toBeEmpty();
    await expect(thePage.promoterMessages.getByRole("alert")).not.toBeEmpty();
    await thePage.preset.click();
    await expect(thePage.proposals.first()).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Model card" }).click();
    await expect(page.getByRole("dialog").getByRole("heading").nth(1)).toBeVisible();
    await expectAccessible(page);
  });
}

test("axe finds nothing on a failed page", async ({ page }) => {
  await page.route("**/weights.safetensors.gz", (route) => route.abort());
  await page.goto("./?backend=cpu");
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toBeVisible();
  await expectAccessible(page);
});

for (const width of [360, 768, 1024, 3840])
  test(`nothing hangs over at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    const thePage = await ThePage.open(page);
    await thePage.sequences.fill(`>${"a_very_long_name_without_a_break_".repeat(4)}\n${randomSequence(300)}`);
    await expect(thePage.rowNames().filter({ hasText: "a_very_long_name" })).toHaveCount(1);
    await expect(thePage.track).toBeVisible();
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });

test("the keyboard reaches everything, in the order of reading", async ({ page }) => {
  await ThePage.open(page);
  const reached: string[] = [];
  for (let at = 0; at < 80; at++) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute("aria-label") ?? element?.id ?? element?.textContent?.trim() ?? "";
      }),
    );
  }
  const order = ["input", "area", "input", "area"];
  let from = 0;
  for (const id of order) {
    const at = reached.indexOf(id, from);
    expect(at, `${id} in ${reached.join(", ")}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
  expect(reached.slice(from).some((label) => label.startsWith("Mutagenesis track"))).toBe(true);
});

test("the results stay where they are while a prediction runs", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await expect(thePage.track).toBeVisible();
  const before = await thePage.track.boundingBox();
  await thePage.cells.last().click();
  await expect(thePage.cells.last()).toHaveAttribute("aria-selected", "true");
  // A quick machine is done in half a second, and shows its progress for a few frames or not at all.
  for (let look = 0; look < 20; look++) {
    expect(await thePage.track.boundingBox()).toEqual(before);
    await page.waitForTimeout(50);
  }
});

test("the theme switch turns the theme over and is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await ThePage.open(page);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await background()).toBe(dark);
});
