import { expect, test, type Page } from "@playwright/test";
import { ThePage } from "./the-page.ts";

/** Counts from now on how often each kind of the page's elements is drawn; returns a reader of the counts. */
async function countDrawings(page: Page): Promise<() => Promise<Record<string, number>>> {
  await page.evaluate(() => {
    const counts: Record<string, number> = {};
    const elements = (root: ParentNode): Element[] =>
      [...root.querySelectorAll("*")].flatMap((element) => [
        element,
        ...(element.shadowRoot ? elements(element.shadowRoot) : []),
      ]);
    const names = new Set(elements(document).map(({ localName }) => localName));
    for (const name of [...names].filter((name) => name.startsWith("cisight-"))) {
      const prototype = customElements.get(name)?.prototype as { performUpdate: (this: unknown) => void };
      const { performUpdate } = prototype;
      counts[name] = 0;
      prototype.performUpdate = function () {
        counts[name] = (counts[name] ?? 0) + 1;
        performUpdate.call(this);
      };
    }
    Object.assign(window, { drawings: counts });
  });
  return () => page.evaluate(() => (window as unknown as { drawings: Record<string, number> }).drawings);
}

test("a change redraws what shows it, not everything", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await expect(page.locator("cisight-bases-panel").getByText(/mutants in .* on /)).toBeVisible();
  const drawings = await countDrawings(page);

  // Another value is looked at: its track is computed, step by step.
  await thePage.cells.nth(3).click();
  await expect(page.locator("cisight-bases-panel").getByText(/mutants in .* on /)).toBeVisible();
  await expect.poll(async () => (await drawings())["cisight-bases-panel"]).toBeGreaterThan(0);
  const counts = await drawings();
  for (const name of ["promoter-input", "condition-input", "model-select", "session-tools", "app"])
    expect(counts[`cisight-${name}`], name).toBe(0);
});
