import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** That axe finds nothing to mend: on the whole page, or within `scope`. */
export async function expectAccessible(page: Page, scope = "html"): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(scope).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`),
  ).toEqual([]);
}
