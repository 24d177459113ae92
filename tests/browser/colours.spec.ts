import { expect, test, type Page } from "@playwright/test";
import { parse, ThePage } from "./the-page.ts";

// Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
const vision: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
// In OKLab; neighbouring letters of a logo are told apart well from about 0.08.
const leastDistance = 0.1;
const leastContrast = 3;

type Rgb = [number, number, number];

for (const colorScheme of ["light", "dark"] as const)
  test(`the four bases are told apart by every reader in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await ThePage.open(page);
    await expect(page.locator("cisight-track-view .swatch").first()).toBeVisible();
    const bases = await backgrounds(page, "cisight-track-view .swatch");
    const [surface] = await backgrounds(page, "cisight-results > section, cisight-results section");
    expect(bases).toHaveLength(4);
    for (const base of bases) expect(contrast(base, surface!)).toBeGreaterThanOrEqual(leastContrast);
    for (const [name, matrix] of Object.entries(vision))
      for (let first = 0; first < 4; first++)
        for (let second = first + 1; second < 4; second++) {
          const distance = apart(see(bases[first]!, matrix), see(bases[second]!, matrix));
          expect(distance, `${"ACGT"[first]} and ${"ACGT"[second]}, ${name}`).toBeGreaterThan(leastDistance);
        }
  });

for (const colorScheme of ["light", "dark"] as const)
  test(`levels go one way in lightness behind legible numbers in the ${colorScheme} theme`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
    const cells = await thePage.cells.evaluateAll((elements) => {
      const context = new OffscreenCanvas(1, 1).getContext("2d")!;
      const seen = (colour: string) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
      };
      return elements.map((element) => {
        const { backgroundColor, color } = getComputedStyle(element);
        const text = element.querySelector(".value")?.textContent ?? "";
        return { text, ground: seen(backgroundColor), ink: seen(color) };
      });
    });
    const linearOf = (parts: number[]) => parts.map((part) => linear(part / 255)) as Rgb;
    for (const { text, ground, ink } of cells)
      expect(contrast(linearOf(ground), linearOf(ink)), text).toBeGreaterThanOrEqual(4.5);
    const turn = colorScheme === "light" ? -1 : 1;
    // Grape must is in one unit, YPD and SC-Ura are in another.
    for (const columns of [[0], [1, 2]]) {
      const own = cells.filter((_, at) => columns.includes(at % 3));
      const byValue = own.sort((a, b) => parse(a.text) - parse(b.text));
      expect(byValue.length).toBeGreaterThan(2);
      const lightness = byValue.map(({ ground }) => okLab(linearOf(ground))[0]);
      expect(lightness).toEqual([...lightness].sort((a, b) => turn * (a - b)));
      expect(Math.abs(lightness.at(-1)! - lightness[0]!)).toBeGreaterThan(0.1);
    }
  });

async function backgrounds(page: Page, selector: string): Promise<Rgb[]> {
  const colours = await page
    .locator(selector)
    .evaluateAll((elements) => elements.map((element) => getComputedStyle(element).backgroundColor));
  return colours.map(
    (colour) =>
      colour
        .match(/\d+/g)!
        .slice(0, 3)
        .map((part) => linear(Number(part) / 255)) as Rgb,
  );
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function see(colour: Rgb, matrix: number[][]): Rgb {
  return matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, at) => sum + weight * colour[at]!, 0),
      ),
    ),
  ) as Rgb;
}

function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [one, other].map(([r, g, blue]) => 0.2126 * r + 0.7152 * g + 0.0722 * blue + 0.05) as [
    number,
    number,
  ];
  return Math.max(a, b) / Math.min(a, b);
}

function apart(one: Rgb, other: Rgb): number {
  const [a, b] = [okLab(one), okLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
