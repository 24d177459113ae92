import { expect, test, type Page } from "@playwright/test";
import { summaryOf } from "../../www/engine/manifest";
import { decimalsFor, Figures } from "../../www/strings/format";
import { responseScale } from "../../www/tracks/colour-scale";
import { ThePage } from "./the-page.ts";

/** Every model speaks of itself: its genes, its genome, its unit, its errors. */

/** All that the page shows or proposes, in the document and in its components. */
const everything = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = [];
    const visit = (node: Node) => {
      if (node instanceof Text) texts.push(node.data);
      if (!(node instanceof Element)) return;
      if (node.localName === "style" || node.localName === "option") return;
      for (const name of ["placeholder", "aria-label", "title"]) texts.push(node.getAttribute(name) ?? "");
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) visit(child);
    };
    visit(document.body);
    return texts.join("\n");
  });

test("the model of Neurospora names no genes of yeast", async ({ page }) => {
  const thePage = await ThePage.open(
    page,
    "?backend=cpu",
    "#v1;model=fun-prose-n-crassa;genes=NCU02265;presets=wt-25c-dd0;cell=0.0",
  );
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await expect(page.getByText("What this can and cannot tell")).toBeVisible();
  await page.getByText("Compare with measured expression").click();
  await expect(page.getByRole("textbox", { name: "Measured expression" })).toBeVisible();
  expect(await everything(page)).not.toMatch(
    /S288C|HSP12|MSN2|HSF1|Y[A-P][LR]\d{3}|cerevisiae|reference sample|heat-shock/,
  );
  await expect(thePage.gene).toHaveAttribute("placeholder", /^frq, NCU02265/);
  await expect(page.getByText(/comes from the genome of Neurospora crassa/)).toBeVisible();
  await thePage.gene.fill("HSP12");
  await thePage.gene.press("Enter");
  await expect(
    thePage.promoterMessages
      .or(page.getByRole("alert"))
      .getByText(/no gene “HSP12”.*such as frq or NCU02265/),
  ).toBeVisible();
  await thePage.tfTable.fill("TF\tmine\nHSF9\t1\n");
  await expect(thePage.conditionMessages).toContainText(/such as (\S+) or (?!\1)/);
});

test("a model without calibration shows no error, and a level no plus sign", async ({ page }) => {
  await page.route("**/models/reporter-yeast/manifest.json", async (route) => {
    const response = await route.fetch();
    const manifest = (await response.json()) as { outputs: { spread?: unknown; calibration?: unknown }[] };
    for (const output of manifest.outputs) {
      delete output.spread;
      delete output.calibration;
    }
    await route.fulfill({ response, json: manifest });
  });
  const thePage = await ThePage.open(
    page,
    "?backend=cpu",
    "#v1;model=reporter-yeast;genes=HSP12:-170..-91;cell=0.0",
  );
  await expect(page.getByText(/mutants in/)).toBeVisible();
  await page.getByRole("button", { name: "Colours", exact: true }).click();
  const shown = await everything(page);
  expect(shown).not.toMatch(/± 0\.00/);
  await expect(thePage.cells.first()).toHaveAccessibleName(/^\d/);
  await page.getByRole("button", { name: "Numbers", exact: true }).click();
  await expect(thePage.cells.first().locator(".value")).toHaveText(/^\d/);
  await expect(page.locator("cisight-chosen-value .value")).toHaveText(/^\s*\d/);
});

test("a probability is shown on its scale from 0 to 1", async ({ page }) => {
  await page.route("**/models/reporter-yeast/manifest.json", async (route) => {
    const response = await route.fetch();
    const manifest = (await response.json()) as { outputs: { unit?: string; scale?: string }[] };
    for (const output of manifest.outputs)
      Object.assign(output, { unit: "probability", scale: "probability" });
    await route.fulfill({ response, json: manifest });
  });
  const thePage = await ThePage.open(
    page,
    "?backend=cpu",
    "#v1;model=reporter-yeast;genes=HSP12:-170..-91;cell=0.0",
  );
  await expect(thePage.cells.first()).toHaveAccessibleName(/^0\.\d+ \(0\.00/);
  const legend = page.locator("cisight-response-map .legend");
  await expect(legend).toContainText(/0\.0 lower\s*1\.0 higher\s*probability/);
  await expect(legend).toContainText("Colours run from 0 to 1");
  await expect(legend.locator(".ramp")).toHaveClass(/sequential/);
});

test("a probability is no ratio, and its ends are known before its values", () => {
  const about = (own: object) => summaryOf("m", { outputs: [{ name: "open", unit: "change", ...own }] });
  expect(about({})).toMatchObject({ isRelative: true, isProbability: false });
  expect(about({ scale: "probability" })).toMatchObject({ isRelative: false, isProbability: true });
  expect(about({ scale: "linear", relative: false })).toMatchObject({
    isRelative: false,
    isProbability: false,
  });
  const of = (values: number[], isProbability: boolean) =>
    responseScale(Float32Array.from(values), { isRelative: false, isProbability });
  expect(of([0.4, 0.45], true)).toEqual({ kind: "sequential", low: 0, high: 1, isClipped: false });
  expect(of([NaN, 0.2], true)).toMatchObject({ low: 0, high: 1, isClipped: false });
  expect(of([-0.1, 0.2], true)).toMatchObject({ isClipped: true });
  expect(of([0.4, 0.45], false)).not.toMatchObject({ low: 0, high: 1 });
});

test("digits follow the size of the values", () => {
  expect([4.2, 0.3, 0.05, 0.0042, 250, 12_345].map((value) => decimalsFor(value))).toEqual([
    2, 2, 3, 4, 1, 0,
  ]);
  const small = new Figures(true, 0.0042);
  expect(small.response(0.0042)).toBe("+0.0042");
  expect(small.response(-0.0011)).toBe("−0.0011");
  expect(small.error(0.001, 0)).toBe("");
  expect(small.error(0.001, 0.002)).toBe(" ± 0.0020");
  expect(new Figures(false, 8.1).response(-8.1)).toBe("−8.10");
  expect(new Figures(false, 8.1).response(8.1)).toBe("8.10");
  expect(new Figures(false, 3e-9).response(3e-9)).toBe("3.0e−9");
});
