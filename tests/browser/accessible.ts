import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** That axe finds nothing to mend: on the whole page, or within `scope`. */
export async function expectAccessible(page: Page, scope = "html"): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(scope).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`),
  ).toEqual([]);
  expect(await emptyBelow(page), "pixels of nothing below the page's content").toBeLessThanOrEqual(32);
}

/** How far the page can be scrolled beyond its content: what is hidden from view may have its place there. */
async function emptyBelow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const content = document.querySelector("cisight-app, main") ?? document.body;
    const end = content.getBoundingClientRect().bottom + window.scrollY;
    return document.documentElement.scrollHeight - Math.max(end, window.innerHeight);
  });
}
