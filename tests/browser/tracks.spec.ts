import { readFile } from "node:fs/promises";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

const bases = randomSequence(120, 3);

/** The page with one promoter of 120 bases, whose mutants are soon computed. */
class TrackPage extends ThePage {
  readonly bar: Locator;
  readonly undo: Locator;
  readonly redo: Locator;

  constructor(page: Page) {
    super(page);
    this.bar = page.getByRole("group", { name: "Change the selected bases" });
    this.undo = page.getByRole("button", { name: /^Undo the last change/ });
    this.redo = page.getByRole("button", { name: /^Make the change again/ });
  }

  static async openWith(page: Page, sequence = bases, name = "short"): Promise<TrackPage> {
    await ThePage.open(page);
    const thePage = new TrackPage(page);
    await thePage.removeAllGenes();
    await thePage.sequences.fill(`>${name}\n${sequence}`);
    await thePage.settled(sequence.length);
    return thePage;
  }

  async settled(length = bases.length): Promise<void> {
    await expect(this.page.getByText(`${(3 * length).toLocaleString("en")} mutants`)).toBeVisible();
  }

  /** Puts the cursor on a position (-1 is the last base). */
  async goTo(position: number): Promise<string> {
    await this.track.press("End");
    await this.track.press("End");
    for (let at = -1; at > position; at--) await this.track.press("ArrowLeft");
    return this.read();
  }

  async read(): Promise<string> {
    return (await this.track.getAttribute("aria-valuetext")) ?? "";
  }

  /** The bases that are selected. */
  async copied(): Promise<string> {
    await this.bar.getByRole("button", { name: "Copy" }).click();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Where a base is on the screen, and a row of the heat map (0 is A). */
  async placeOf(index: number, row?: number): Promise<{ x: number; y: number }> {
    const box = (await this.track.boundingBox())!;
    const x = 52 + ((index + 0.5) * (box.width - 64)) / bases.length;
    return { x, y: row === undefined ? 100 : box.height - 66 + 15 * row + 7 };
  }
}

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a base changed by key changes row, response and track; undo and redo restore all of it", async ({
  page,
}) => {
  const thePage = await TrackPage.openWith(page);
  const before = { track: await thePage.goTo(-20), responses: await thePage.readResponses() };
  const letter = bases.at(-20)!;
  const other = letter === "G" ? "T" : "G";
  expect(before.track).toMatch(new RegExp(`^\u221220 ${letter}, importance`));
  await thePage.track.press(other.toLowerCase());
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect(thePage.undo).toHaveAccessibleName(`Undo the last change: \u221220 ${letter} to ${other}`);
  await expect(thePage.track).toHaveAttribute("aria-valuetext", new RegExp(`^\u221220 ${other}, importance`));
  await thePage.settled();
  const after = { track: await thePage.read(), responses: await thePage.readResponses() };
  expect(after.responses.get("short")).toEqual(before.responses.get("short"));
  expect(after.responses.get("short (edited)")).not.toEqual(before.responses.get("short"));
  await thePage.undo.click();
  await expect(thePage.rowNames()).toHaveText(["short"]);
  await expect(thePage.track).toHaveAttribute("aria-valuetext", before.track);
  await expect.poll(() => thePage.readResponses()).toEqual(before.responses);
  await thePage.redo.click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect(thePage.track).toHaveAttribute("aria-valuetext", after.track);
  await expect.poll(() => thePage.readResponses()).toEqual(after.responses);
});

test("a click selects a base to change, a click in the heat map changes it, Escape leaves", async ({
  page,
}) => {
  const thePage = await TrackPage.openWith(page);
  const row = bases[80] === "A" ? 3 : 0;
  await thePage.track.click({ position: await thePage.placeOf(80, row) });
  await expect(thePage.undo).toHaveAccessibleName(new RegExp(`\u221240 ${bases[80]} to ${"ACGT"[row]}$`));
  await thePage.settled();
  await thePage.track.click({ position: await thePage.placeOf(59) });
  await expect(thePage.bar).toContainText(`\u221261 ${bases[59]}`);
  const target = bases[59] === "C" ? "A" : "C";
  await thePage.bar.getByRole("button", { name: `Change to ${target}` }).click();
  await expect(thePage.undo).toHaveAccessibleName(new RegExp(`\u221261 ${bases[59]} to ${target}$`));
  await expect(page.getByText(/^was .*, change /)).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  await thePage.track.press("Escape");
  await expect(thePage.bar).toContainText("Click a base to change it");
});

test("scrambling keeps length and composition, and gives another order each time", async ({ page }) => {
  const thePage = await TrackPage.openWith(page);
  await thePage.goTo(-20);
  for (let at = 0; at < 29; at++) await thePage.track.press("Shift+ArrowLeft");
  await expect(thePage.bar).toContainText("\u221249 to \u221220 (30 bases)");
  const original = await thePage.copied();
  expect(original).toBe(bases.slice(-49, -19));
  const seen = new Set([original]);
  for (let draw = 1; draw <= 3; draw++) {
    await thePage.bar.getByRole("button", { name: "Scramble" }).click();
    await expect.poll(() => thePage.copied()).not.toBe([...seen].at(-1));
    await thePage.settled();
    const scrambled = await thePage.copied();
    expect([...scrambled].sort()).toEqual([...original].sort());
    seen.add(scrambled);
  }
  expect(seen.size).toBe(4);
  await expect(thePage.undo).toHaveAccessibleName(/\u221249 to \u221220 scrambled$/);
});

test("deleted and inserted bases move those upstream and leave the right end", async ({ page }) => {
  const thePage = await TrackPage.openWith(page);
  const lettersFrom = async (...positions: number[]) => {
    const letters = [];
    for (const position of positions) letters.push(/^\S+ ([ACGT])/.exec(await thePage.goTo(position))![1]);
    return letters.join("");
  };
  await thePage.goTo(-10);
  await thePage.track.press("Delete");
  await thePage.settled(119);
  expect(await lettersFrom(-11, -10, -9, -1)).toBe(
    `${bases.at(-12)}${bases.at(-11)}${bases.at(-9)}${bases.at(-1)}`,
  );
  await expect(page.getByText("The edit left 119 bases of the 1,000")).toBeVisible();
  await thePage.goTo(-9);
  await thePage.track.press("Insert");
  await page.keyboard.type("acx");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "\u201cX\u201d is not a base" })).toBeVisible();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("gt");
  await page.keyboard.press("Enter");
  await thePage.settled(123);
  expect(await lettersFrom(-14, -13, -12, -11, -10, -9, -1)).toBe(
    `${bases.at(-11)}ACGT${bases.at(-9)}${bases.at(-1)}`,
  );
});

test("the difference to the unedited promoter is that of the two readouts", async ({ page }) => {
  const thePage = await TrackPage.openWith(page);
  const there = new Map<number, string>();
  for (const position of [-30, -24, -20]) there.set(position, await thePage.goTo(position));
  await thePage.track.press(bases.at(-20) === "G" ? "T" : "G");
  await expect(page.getByRole("combobox", { name: "Compare with" })).toHaveValue("unedited");
  await expect(page.getByText(/Response .* here, .* there: difference/)).toBeVisible();
  await thePage.settled();
  let largest = 0;
  for (const [position, original] of there) {
    const text = await thePage.goTo(position);
    const here = parse(/importance (\S+);/.exec(text)![1]!);
    const [, letter, value, difference] = /there ([ACGT]) (\S+), difference (\S+)$/.exec(text)!;
    expect(letter).toBe(bases.at(position));
    expect(parse(value!)).toBe(parse(/importance (\S+);/.exec(original)![1]!));
    expect(parse(difference!)).toBeCloseTo(here - parse(value!), 2);
    largest = Math.max(largest, Math.abs(parse(difference!)));
  }
  expect(largest).toBeGreaterThan(0);
  await page.getByRole("combobox", { name: "Compare with" }).selectOption({ index: 2 });
  await expect(page.getByText(/Response .* here, .* there: difference/)).toBeVisible();
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("nothing");
  await expect(page.getByText(/Response .* here/)).toBeHidden();
  expect(await thePage.read()).not.toContain("difference");
});

test("motif matches and attributions are read out with what they rest on; a motif is placed", async ({
  page,
}) => {
  const thePage = await TrackPage.openWith(page, `${bases.slice(0, 60)}AAGGGG${bases.slice(66)}`);
  await page.getByText("More tracks", { exact: true }).first().click();
  await page.getByRole("checkbox", { name: "Motif matches" }).check();
  await page.getByRole("combobox", { name: "Motif matches with p up to" }).selectOption({ index: 0 });
  await page.getByRole("checkbox", { name: "DeepLIFT" }).check();
  await page.getByRole("checkbox", { name: "Seqlets" }).check();
  await expect(page.getByText(/reference: 20 dinucleotide shuffles.*completeness error/)).toBeVisible();
  await thePage.goTo(-56);
  const notes = page.locator("cisight-layer-notes");
  await expect(notes).toContainText(/MSN2 \(\+\) \u221259 to \u221255/);
  await expect(notes).toContainText(/DeepLIFT:\s+here [\u2212+]?\d/);
  const other = page.getByRole("textbox", { name: "Other motifs" });
  await other.fill("not a motif file");
  await expect(
    page.locator("cisight-track-menu").getByRole("alert").filter({ hasText: /\S/ }),
  ).not.toBeEmpty();
  await expect(notes).toContainText("MSN2");
  await other.fill(
    "MEME version 5\n\nALPHABET= ACGT\n\nMOTIF empty\n\nMOTIF mine STRE\nletter-probability matrix: alength= 4 w= 5\n" +
      "0.97 0.01 0.01 0.01\n" +
      "0.01 0.01 0.97 0.01\n".repeat(4),
  );
  await expect(notes).toContainText(/STRE \(\+\) \u221259 to \u221255/);
  const said = page.locator("cisight-track-menu").getByRole("status");
  await expect(said.filter({ hasText: "Left out because they have no matrix: empty." })).toBeVisible();
  await other.fill("");
  await expect(notes).toContainText("MSN2");
  await page.getByText("Put a motif in").click();
  await page.getByRole("searchbox", { name: "Find a motif by TF" }).fill("hsf1");
  await page.getByRole("button", { name: "Place HSF1" }).click();
  await expect(thePage.undo).toHaveAccessibleName(/HSF1 placed at \u221256 to \u221250$/);
  await thePage.settled();
  await expect(notes).toContainText(/HSF1 \(\+\) \u221256 to \u221250/);
});

test("the figure is XML with axis, unit, model and convention, and a hostile name stays text in it", async ({
  page,
}) => {
  const name = `<script>alert(1)</script>&"']]>`;
  await TrackPage.openWith(page, bases, name.replaceAll(" ", ""));
  const save = async (format: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `Download ${format}` }).click();
    return readFile(await (await download).path());
  };
  const svg = (await save("SVG")).toString("utf8");
  const figure = await page.evaluate((text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
    return {
      root: root.tagName,
      errors: root.getElementsByTagName("parsererror").length,
      scripts: root.getElementsByTagName("script").length,
      styled: root.querySelectorAll("[style], style").length,
      texts: [...root.getElementsByTagName("text")].map((element) => element.textContent),
    };
  }, svg);
  expect(figure).toMatchObject({ root: "svg", errors: 0, scripts: 0, styled: 0 });
  const registry = (await (await page.request.get("models/registry.json")).json()) as { id: string }[];
  const { id, version } = (await (
    await page.request.get(`models/${registry[0]!.id}/manifest.json`)
  ).json()) as {
    id: string;
    version: string;
  };
  const text = figure.texts.join("\n");
  for (const part of [
    name,
    `${id} ${version}`,
    "Position relative to the start codon",
    "log2 ratio",
    "\u2212120",
  ])
    expect(text).toContain(part);
  expect(text).toContain("up where the base supports expression");
  const png = await save("PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  // Three times the width of a page of print, at least.
  expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(3 * 720);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing with tracks and menus open in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const thePage = await TrackPage.openWith(page);
    await page.getByText("More tracks", { exact: true }).first().click();
    for (const box of await page.locator("cisight-track-menu").getByRole("checkbox").all()) await box.check();
    await page.getByText("Put a motif in").click();
    await expect(page.getByRole("list", { name: "Motifs" })).toBeVisible();
    await thePage.goTo(-20);
    await thePage.track.press(bases.at(-20) === "G" ? "T" : "G");
    await thePage.track.press("Shift+ArrowLeft");
    await expect(page.getByText(/completeness error/).last()).toBeVisible();
    await expectAccessible(page);
  });
