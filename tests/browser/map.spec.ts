import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ThePage } from "./the-page.ts";

const genes =
  "HSP26 HSP104 SSA4 TPS1 GPH1 GSY2 HXK1 HXT1 HXT2 ADH1 ADH2 PDC1 ENO1 ENO2 TDH3 PGK1 RPS5 ACT1 TEF1 GAL1 GAL10 PHO5 PHO84 MET3 HIS3 TRP5";

test("few conditions are shown as numbers, many as a map of colours that says each value", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await expect(thePage.cells.first()).toContainText(/[+−]\d\.\d\d\s*\([+−]\d\.\d\d to [+−]\d\.\d\d\)/);
  const value = (await thePage.cells.first().textContent())!.trim().replace(/\s+/g, " ");
  await addAllConditions(page, thePage);
  const shown = await thePage.cells.count();
  expect(shown).toBeGreaterThan(4);
  expect(shown).toBeLessThan(4 * 173);
  const cell = thePage.responses.getByRole("gridcell", { selected: true });
  await expect(cell).toHaveAttribute("aria-label", value);
  await cell.hover();
  await expect(readout(page)).toContainText("HSP12 (YFL014W) in Heat shock, 37 °C, 20 min");
  await expect(readout(page)).toContainText(`${value} log2 ratio`);
  await expect(page.locator("cisight-response-map .tip")).toContainText(value);
  await page.getByRole("button", { name: "Numbers" }).click();
  await expect(cell).toContainText(/[+−]\d\.\d\d\s*\([+−]\d\.\d\d to [+−]\d\.\d\d\)/);
});

test("keys reach every corner of a map that only holds what is in view", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await addGenes(thePage);
  await addAllConditions(page, thePage);
  await expect(thePage.responses.locator("[tabindex='0']")).toHaveCount(1);
  await thePage.cells.first().focus();
  const at = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const grid = element?.closest("[role=grid]")?.getBoundingClientRect();
      const box = element?.getBoundingClientRect();
      return {
        row: Number(element?.parentElement?.getAttribute("aria-rowindex")),
        column: Number(element?.getAttribute("aria-colindex")),
        inView: Boolean(grid && box && box.right <= grid.right + 1 && box.bottom <= grid.bottom + 1),
      };
    });
  const press = async (keys: string, row: number, column: number) => {
    await page.keyboard.press(keys);
    await expect.poll(at).toEqual({ row, column, inView: true });
  };
  await press("ArrowRight", 2, 3);
  await press("Control+End", 31, 174);
  await press("Home", 31, 2);
  await press("ArrowLeft", 31, 1);
  await press("Control+ArrowUp", 2, 1);
  await press("ArrowUp", 1, 1);
  await press("End", 1, 174);
  await press("ArrowDown", 2, 174);
  await page.keyboard.press("PageDown");
  await expect.poll(async () => (await at()).row).toBeGreaterThan(10);
  await press("Control+Home", 2, 2);
  // A key that is pressed while the map still scrolls goes on from where it is, with its own cell in view.
  await expect(page.getByText(/rows 1–\d+, columns 1–\d+ in view/)).toBeVisible();
  await press("ArrowDown", 3, 2);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/cell=1\.0/);
  await expect(page.getByText(/rows 1–\d+, columns 1–\d+ in view/)).toBeVisible();
  // The wheel takes the cell with the focus out of view, but not the focus.
  await thePage.responses.evaluate((grid) => grid.scrollTo(1500, 300));
  await expect(page.getByText(/columns [89]\d–\d+ in view/)).toBeVisible();
  expect(await at()).toMatchObject({ row: 3, column: 2 });
});

test("a condition's name sorts down, up and back; a promoter's name sorts the conditions", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await addGenes(thePage);
  await page.setViewportSize({ width: 1600, height: 2400 });
  const before = await thePage.readResponses();
  const condition = (await thePage.columnNames().nth(1).textContent())!.trim();
  const head = thePage.responses.getByRole("columnheader", { name: condition });
  const column = async () => [...(await thePage.readResponses()).values()].map((row) => row.get(condition)!);
  const chosen = thePage.responses.getByRole("gridcell", { selected: true });
  const chosenValue = await chosen.textContent();
  await head.click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  const down = await column();
  expect(down.length).toBeGreaterThan(5);
  expect(down).toEqual([...down].sort((a, b) => b - a));
  await expect(chosen).toHaveText(chosenValue!);
  await head.press("Enter");
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  const up = await column();
  expect(up).toEqual([...up].sort((a, b) => a - b));
  await head.press("Enter");
  await expect(head).not.toHaveAttribute("aria-sort");
  expect([...(await thePage.readResponses()).keys()]).toEqual([...before.keys()]);
  await thePage.responses.getByRole("rowheader", { name: "RPL3" }).click();
  const row = [...(await thePage.readResponses()).get("RPL3")!.values()];
  expect(row).toEqual([...row].sort((a, b) => b - a));
  await page.getByRole("combobox", { name: "Promoters" }).selectOption("by name");
  const names = await thePage.rowNames().allTextContents();
  expect(names).toEqual([...names].sort());
});

test("names are found by parts, stepped through and shown alone", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await addGenes(thePage);
  const search = page.getByRole("searchbox", { name: "Find promoters and conditions" });
  await search.fill("hsp");
  await expect(page.getByText("3 promoters, 0 conditions")).toBeVisible();
  await search.press("Enter");
  await search.press("Enter");
  await expect(page.getByText("2 of 3")).toBeVisible();
  await search.fill("20 heat");
  await expect(page.getByText("0 promoters, 1 condition")).toBeVisible();
  await page.getByRole("checkbox", { name: "Show only these" }).check();
  await expect(thePage.columnNames()).toHaveText([/^Heat shock/]);
  await search.fill("yfl014w");
  await expect(thePage.rowNames()).toHaveText(["HSP12"]);
  await search.fill("no such name");
  await expect(page.getByText("none found")).toBeVisible();
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", "31");
  await search.fill("");
  await expect(thePage.responses).toHaveAttribute("aria-colcount", "5");
});

test("rows by similarity stand beside rows that respond alike", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await addGenes(thePage);
  await page.setViewportSize({ width: 1600, height: 2400 });
  const neighbours = async () => {
    const rows = [...(await thePage.readResponses()).values()].map((row) => [...row.values()]);
    return rows.slice(1).reduce((sum, row, at) => sum + pearson(row, rows[at]!), 0) / (rows.length - 1);
  };
  const before = await neighbours();
  const names = await thePage.rowNames().allTextContents();
  await page.getByRole("combobox", { name: "Promoters" }).selectOption("by similarity");
  await expect(thePage.rowNames()).not.toHaveText(names);
  expect(await neighbours()).toBeGreaterThan(before);
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", "31");
  await page.getByRole("combobox", { name: "Promoters" }).selectOption("as entered");
  await expect(thePage.rowNames()).toHaveText(names);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing on the map in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const thePage = await ThePage.open(page);
    await addAllConditions(page, thePage);
    await page.getByRole("searchbox").fill("heat");
    await thePage.responses.getByRole("columnheader").nth(3).click();
    await thePage.cells.nth(5).hover();
    await expectAccessible(page);
  });

async function addGenes(thePage: ThePage): Promise<void> {
  await thePage.gene.fill(genes);
  await thePage.gene.press("Enter");
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", "31");
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
}

async function addAllConditions(page: Page, thePage: ThePage): Promise<void> {
  await page.getByRole("button", { name: "Add all 173" }).click();
  await expect(thePage.responses).toHaveAttribute("aria-colcount", "174");
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
}

function readout(page: Page) {
  return page.locator("cisight-response-map .readout");
}

function pearson(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (x: number[], mx: number, y: number[], my: number) =>
    x.reduce((total, value, at) => total + (value - mx) * (y[at]! - my), 0);
  return sum(a, ma, b, mb) / Math.sqrt(sum(a, ma, a, ma) * sum(b, mb, b, mb));
}
