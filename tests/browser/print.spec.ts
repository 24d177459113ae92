import { expect, test, type Page } from "@playwright/test";
import { ThePage } from "./the-page.ts";

/** The page on paper, and names that are longer than there is room for. */

const paper = 704;
const longNames = [
  "phosphate_starvation_without_inositol_120min_rep2",
  "Heat shock from 25 to 37 degrees Celsius in rich medium, after twenty minutes, second replicate",
  "Δmsn2 Δmsn4 hyperosmotic stress by 0.015 M sorbitol",
];

/** Heads that are cut off, and words in them that are broken although a whole one would fit. */
const faultyHeads = (page: Page) =>
  page.locator("cisight-map-grid").evaluate((grid) =>
    [...grid.shadowRoot!.querySelectorAll(".head")].flatMap((head) => {
      const name = head.querySelector("span")!;
      const [box, text] = [head.getBoundingClientRect(), name.getBoundingClientRect()];
      const isCut =
        text.top < box.top - 1 ||
        text.bottom > box.bottom + 1 ||
        text.left < box.left - 1 ||
        text.right > box.right + 1;
      const details = head.querySelector("small")?.getBoundingClientRect();
      const overlaps = details !== undefined && details.top < text.bottom - 1;
      const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
      const broken: string[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const { index, 0: word } of (node.textContent ?? "").matchAll(/[^\s_/;:|,…-]+/gu)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map(({ top, left }) => `${top} ${left}`)).size > 1)
            broken.push(word);
        }
      return isCut || overlaps || broken.length ? [{ name: name.textContent, isCut, overlaps, broken }] : [];
    }),
  );

async function withLongNames(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.removeAllPresets();
  await thePage.tfTable.fill(`TF\t${longNames.join("\t")}\nHSF1\t1\t2\t3\n`);
  await expect(thePage.columnNames()).toHaveCount(longNames.length);
  return thePage;
}

test("long names of conditions keep their words, in numbers and in colours", async ({ page }) => {
  await withLongNames(page);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const kind of ["Numbers", "Colours"]) {
      await page.getByRole("button", { name: kind, exact: true }).click();
      await expect(page.locator("cisight-map-grid .head").first()).toBeVisible();
      expect(await faultyHeads(page), `${kind} at ${width}`).toEqual([]);
    }
  }
  for (const name of longNames)
    await expect(page.getByRole("columnheader", { name: name.slice(0, 12) })).toHaveAccessibleName(
      new RegExp(name.slice(-8)),
    );
});

for (const width of [360, 1700])
  test(`a page of paper is the same from a window of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    const thePage = await withLongNames(page);
    await expect(page.getByText(/3,000 mutants in/)).toBeVisible();
    const measured = () =>
      page.locator("cisight-track-view").evaluate((view) => {
        const canvas = view.shadowRoot!.querySelector<HTMLCanvasElement>("#plot canvas")!;
        const [red = 0] = canvas.getContext("2d")!.getImageData(1, 1, 1, 1).data;
        const surface = getComputedStyle(view).getPropertyValue("color-scheme");
        return {
          stretched: canvas.width / canvas.clientWidth / devicePixelRatio,
          right: canvas.getBoundingClientRect().right,
          red,
          surface,
        };
      });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await expect(page.locator("cisight-app[printing]")).toHaveCount(1);
    await expect(thePage.sequences).toBeHidden();
    const printed = await measured();
    expect(printed.stretched).toBeCloseTo(1, 1);
    expect(printed.right).toBeLessThanOrEqual(paper);
    const boxes = await Promise.all((await thePage.cells.all()).map((cell) => cell.boundingBox()));
    expect(Math.max(...boxes.map((box) => box!.x + box!.width))).toBeLessThanOrEqual(paper + 2);
    expect(await faultyHeads(page)).toEqual([]);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(3);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await expect(thePage.sequences).toBeVisible();
    expect((await measured()).stretched).toBeCloseTo(1, 1);
  });
