import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ThePage } from "./the-page.ts";

test("measurements are matched by name and id, and agree with predictions that they repeat", async ({
  page,
}) => {
  const reported: string[] = [];
  page.on("console", (message) => message.type() === "error" && reported.push(message.text()));
  const thePage = await ThePage.open(page);
  const responses = await thePage.readResponses();
  const conditions = [...[...responses.values()][0]!.keys()];
  const heads = ["heat-shock-20min", ...conditions.slice(1).map((name) => `"${name}"`), "unheard of"];
  const line = (name: string, of = name) => [name, ...responses.get(of)!.values(), "1"].join(",");
  const field = await open(page);
  await field.fill(
    [
      `\ufeffgene,${heads.join(",")}`,
      line("yfl014w", "HSP12"),
      line("CTT1"),
      `RPL3,${"NA,,,,1"}`,
      line("NOGENE", "ARG1"),
    ].join("\r\n"),
  );
  const panel = page.locator("cisight-measured");
  await expect(panel).toContainText("3 of 4 rows and 4 of 5 columns of the table match");
  await expect(panel).toContainText("Not in the map, left out: NOGENE.");
  await expect(panel).toContainText("left out: unheard of.");
  await expect(panel).toContainText("r = 1.000, n = 8");
  const promoters = panel.getByRole("listbox", { name: "Per promoter" });
  await expect(promoters.getByRole("option")).toHaveCount(3);
  await expect(promoters.getByRole("option", { name: /^HSP12 r 1\.000 n 4$/ })).toBeVisible();
  await expect(promoters.getByRole("option", { name: /^RPL3 r – n 0$/ })).toBeVisible();
  const chart = panel.getByRole("img", { name: /^Scatter plot.*r = 1\.000, n = 8/ });
  await expect(chart.locator("circle")).toHaveCount(8);
  await promoters.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(chart).toHaveAttribute("aria-label", /Highlighted: (HSP12|CTT1): r 1\.000, n 4/);
  await expect(chart.locator("circle")).toHaveCount(12);
  await chart.hover();
  expect(reported).toEqual([]);
  await expectAccessible(page, "cisight-app");
});

test("the correlation is Pearson's, over what both have", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const responses = [...(await thePage.readResponses()).entries()];
  const conditions = [...responses[0]![1].keys()];
  const measured = [
    [1, 2, 0.5, -1],
    [0.3, -0.2, 2, 1],
    [-1, -2, 1, 0],
    [2, 1, 0, 3],
  ];
  const field = await open(page);
  const rows = responses.map(([name], row) => [name, ...measured[row]!].join("\t"));
  await field.fill([["gene", ...conditions].join("\t"), ...rows].join("\n"));
  const x = measured.flat();
  const y = responses.flatMap(([, row]) => [...row.values()]);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (a: number[], b: number[]) =>
    a.reduce((sum, value, at) => sum + (value - mean(a)) * (b[at]! - mean(b)), 0);
  const text = await page.locator("cisight-measured .overall").textContent();
  const shown = Number(/r = (\S+),/.exec(text!)![1]!.replace("−", "-"));
  // The page shows two decimals of what it correlates.
  expect(Math.abs(shown - product(x, y) / Math.sqrt(product(x, x) * product(y, y)))).toBeLessThan(0.005);
});

const mistakes: [string, string, RegExp][] = [
  [
    "marks between thousands",
    "gene;heat-shock-20min\nHSP12;1.000,5",
    /Line 2, column .heat-shock-20min.: .1\.000,5. has a mark that may stand between thousands/,
  ],
  [
    "decimal commas among commas",
    "gene,heat-shock-20min\nHSP12,1,5",
    /Line 2 has 3 columns where the header has 2/,
  ],
  ["a word for a number", "gene\theat-shock-20min\nHSP12\thigh", /Line 2.*.high. is not a number/],
  ["an open quotation mark", 'gene,heat-shock-20min\nHSP12,"1.5', /Line 2: a quotation mark is opened/],
  ["one column", "HSP12\nCTT1", /one column only/],
  ["a header alone", "gene\theat-shock-20min", /no rows/],
  ["other genes", "gene\theat-shock-20min\nFOO\t1", /No row of the table names a promoter.*FOO/],
  ["other conditions", "gene\tmoonlight\nHSP12\t1", /No column of the table names a condition.*moonlight/],
];

test("a table with a mistake says which, and the next good one works", async ({ page }) => {
  await ThePage.open(page);
  const field = await open(page);
  const alert = page.locator("cisight-measured cisight-messages").getByRole("alert");
  for (const [title, text, says] of mistakes) {
    await field.fill(text);
    await expect(alert, title).toHaveText(says);
    await expect(field).toHaveValue(text);
  }
  // A decimal comma between semicolons has one reading.
  for (const text of ["gene\theat-shock-20min\nHSP12\t1.5", "gene;heat-shock-20min\nHSP12;1,5"]) {
    await field.fill(text);
    await expect(alert).toBeEmpty();
    await expect(page.locator("cisight-measured")).toContainText("r = –, n = 1");
  }
});

async function open(page: Page) {
  await page.getByText("Compare with measured expression").click();
  return page.getByRole("textbox", { name: "Measured expression" });
}
