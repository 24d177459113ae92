import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

const reporter = "#v1;model=reporter-yeast";
const field = (page: Page) => page.getByRole("textbox", { name: "Variants" });
const table = (page: Page) => page.getByRole("table", { name: "Variants with their predicted responses" });
const panel = (page: Page) => page.locator("cisight-variants-panel");
const errors = (page: Page) => panel(page).locator("cisight-messages").getByRole("alert");

async function open(page: Page, hash = ""): Promise<ThePage> {
  const thePage = await ThePage.open(page, "?backend=cpu", hash);
  await page.getByRole("tab", { name: "Variants" }).click();
  await expect(field(page)).toBeVisible();
  return thePage;
}

async function download(page: Page, name: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
}

test("the example's variants differ from their promoter as its mutagenesis says", async ({ page }) => {
  // A link that names a model alone shows that model's example.
  await open(page, reporter);
  await page.getByRole("button", { name: /^Example: strong mutations of HSP12/ }).click();
  await expect(panel(page)).toContainText(/8 variants of HSP12/);
  const [head, ...lines] = await download(page, "Download variants as TSV");
  const intervals = ["lower_68", "upper_68", "lower_90", "upper_90"];
  expect(head).toEqual([
    ...["name", "condition", "reference", "alternative", "difference", "rank"],
    ...[...intervals, "percentile"],
  ]);
  expect(lines.map((line) => line[1])).toEqual(Array(8).fill("grape must"));
  for (const line of lines) {
    const [lower, upper, least, most] = line.slice(6, 10).map(Number) as [number, number, number, number];
    expect(least <= lower && lower <= upper && upper <= most, line.join(" ")).toBe(true);
    // The strongest of their promoter are strong among all.
    expect(Number(line[10])).toBeGreaterThan(50);
  }
  const differences = lines.map((line) => Number(line[4]));
  lines.forEach(([, , reference, alternative, difference, rank]) => {
    expect(Number(difference)).toBeCloseTo(Number(alternative) - Number(reference), 4);
    expect(Number(rank)).toBe(1 + differences.filter((other) => other > Number(difference)).length);
  });
  await page.getByRole("tab", { name: "Bases" }).click();
  const mutants = await download(page, "Download TSV");
  for (const [at, [name = ""]] of lines.entries()) {
    const [, position, to] = /^(-\d+)[ACGT]>([ACGT])$/.exec(name) ?? [];
    const mutant = mutants.find((line) => line[5] === position && line[3] === to);
    expect(Number(mutant?.[4]), name).toBeCloseTo(differences[at] ?? NaN, 3);
  }
});

test("a bad line is named, good ones are predicted, and nothing typed is lost", async ({ page }) => {
  const thePage = await open(page, reporter);
  const sequence = await readSequence(page);
  const last = sequence.at(-1) ?? "";
  const [other, third] = [..."ACGT"].filter((base) => base !== last);
  const text = `# mine\n-1${last}>${other}\n\u22121 ${last}\u2192${third}, -60_-58del\n-1${other}>${last}\n-111A>C\n-5_-3insG\nnonsense\n-40_-39insTATAA`;
  await field(page).fill(text);
  await expect(panel(page)).toContainText("3 variants of HSP12");
  await expect(errors(page).locator("p")).toHaveText([
    new RegExp(`^Line 4: HSP12\\S* has ${last} at \u22121, not ${other}\\.$`),
    /^Line 5: \u2212111 is not in HSP12\S*, whose 110 bases/,
    /^Line 6: “-5_-3insG” needs two positions/,
    /^Line 7: “nonsense” is not a change/,
  ]);
  await expect(field(page)).toHaveValue(text);
  await expect(table(page).getByRole("rowheader")).toHaveCount(3);

  // A change in the chosen promoter is the same as that edit of it.
  await field(page).fill(`-1${last}>${other}`);
  await expect(panel(page)).toContainText("1 variant of HSP12");
  await expect(errors(page)).toBeEmpty();
  const [, [, , reference, alternative] = []] = await download(page, "Download variants as TSV");
  const mutated = sequence.slice(0, -1) + other;
  await thePage.sequences.fill(`>mutated\n${mutated}`);
  await expect(thePage.rowNames().filter({ hasText: "mutated" })).toHaveCount(1);
  const responses = await thePage.readResponses();
  expect(Number(alternative)).toBeCloseTo(responses.get("mutated")?.get("grape must") ?? NaN, 2);
  expect(Number(reference)).toBeCloseTo([...responses.values()][0]?.get("grape must") ?? NaN, 2);
  await expectAccessible(page, "cisight-app");
});

test("a table of sequences is predicted in the chosen condition, sorted, and kept in a session", async ({
  page,
}) => {
  const thePage = await open(page);
  const [one, two] = [randomSequence(500), randomSequence(500, 11)];
  await thePage.sequences.fill(`>one\n${one}\n>two\n${two}`);
  await expect(thePage.rowNames().last()).toHaveText("two");
  const responses = await thePage.readResponses();
  const conditions = [...(responses.get("one")?.keys() ?? [])];
  const text = `Name\tAlternative\tReference\nthere\t${two}\t${one}\nback\t${one.toLowerCase()}\t${two}\nsame\t${one}\t${one}\nhalf\t${one}\nwrong\tACGU?\t${one}`;
  await field(page).fill(text);
  await expect(errors(page).locator("p")).toHaveText([
    /^Line 5 has no reference/,
    /^Line 6 \(“wrong”\), alternative: .*\?/,
  ]);
  const shown = async () => {
    const names = await table(page).getByRole("rowheader").allTextContents();
    const cells = await table(page).getByRole("cell").allTextContents();
    const width = cells.length / names.length;
    return names.map((name, at) => ({ name, cells: cells.slice(width * at, width * at + 4).map(parse) }));
  };
  for (const [at, condition] of conditions.slice(0, 2).entries()) {
    await page.getByRole("combobox", { name: "Condition", exact: true }).selectOption({ index: at });
    await expect(panel(page)).toContainText(`3 variants in ${condition}`);
    const there = (await shown()).find(({ name }) => name === "there")?.cells ?? [];
    const expected = [responses.get("one")?.get(condition), responses.get("two")?.get(condition)] as number[];
    expect(there[0]).toBeCloseTo(expected[0] ?? NaN, 1);
    expect(there[1]).toBeCloseTo(expected[1] ?? NaN, 1);
    const ranks = (await shown()).map(({ cells }) => cells[3]);
    expect(ranks).toEqual([1, 2, 3]);
  }
  await table(page).getByRole("button", { name: "Variant" }).click();
  expect((await shown()).map(({ name }) => name)).toEqual(["back", "same", "there"]);
  await table(page).getByRole("button", { name: "Difference" }).click();
  await expect(table(page).getByRole("columnheader", { name: "Difference" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  const sorted = (await shown()).map(({ cells }) => cells[2] ?? NaN);
  expect(sorted).toEqual([...sorted].sort((a, b) => b - a));

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save session" }).click();
  const session = readFileSync(await (await saved).path());
  await page.goto("about:blank");
  await open(page);
  await page
    .locator("cisight-session-tools input[type=file]")
    .setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: session });
  await expect(field(page)).toHaveValue(text);
  await expect(panel(page)).toContainText(`3 variants in ${conditions[1]}`);

  await field(page).fill("variant\tbefore\tafter\na\tACGT\tACGA");
  await expect(errors(page)).toHaveText(/needs the headings name, reference and alternative/);
});

test("thousands of variants come from a file, show how far they are and can be cancelled", async ({
  page,
}) => {
  await open(page);
  const lines = Array.from({ length: 3000 }, (_, at) => {
    const [reference, alternative] = [randomSequence(300, at + 1), randomSequence(300, at + 5001)];
    return `v${at}\t${reference}\t${alternative}`;
  });
  const drop = (count: number) =>
    panel(page)
      .locator("cisight-text-field input[type=file]")
      .setInputFiles({
        name: "variants.tsv",
        mimeType: "text/tab-separated-values",
        buffer: Buffer.from(["name\treference\talternative", ...lines.slice(0, count)].join("\n")),
      });
  await drop(lines.length);
  await expect(panel(page).getByRole("progressbar")).toBeVisible();
  await panel(page).getByRole("button", { name: "Cancel" }).click();
  await expect(panel(page)).toContainText("The prediction of the variants was cancelled.");
  await drop(200);
  await expect(panel(page)).toContainText("200 variants in ");
  // Only what is in view is in the document.
  expect(await table(page).getByRole("rowheader").count()).toBeLessThan(60);
  await expect(table(page)).toHaveAttribute("aria-rowcount", "201");
});

async function readSequence(page: Page): Promise<string> {
  await page.getByText(/^Sequence: HSP12/).click();
  const text = await page.getByRole("textbox", { name: /^Sequence of HSP12/ }).inputValue();
  return text.replace(/\s/g, "");
}

test("a list of changes stays with the promoter it was written for", async ({ page }) => {
  const thePage = await open(page, reporter);
  const promoter = page.getByRole("combobox", { name: "Promoter", exact: true }).first();
  await page.getByRole("button", { name: /^Example: strong mutations of HSP12/ }).click();
  await expect(panel(page)).toContainText(/8 variants of HSP12/);
  await promoter.selectOption({ index: 1 });
  await expect(panel(page)).toContainText("These changes were written for HSP12");
  await expect(panel(page)).toContainText(/8 variants of HSP12/);
  await expect(errors(page)).toBeEmpty();
  await page.getByRole("button", { name: /^Take them for changes of/ }).click();
  await expect(errors(page).locator("p").first()).toHaveText(/ has [ACGT] at /);
  await expect(panel(page)).not.toContainText("were written for");

  // One sentence where that promoter is gone, whatever stands in its place.
  await thePage.sequences.fill(`>mine\n${randomSequence(80)}`);
  await expect(thePage.rowNames().last()).toHaveText("mine");
  await promoter.selectOption("mine");
  await field(page).fill("-40del\n-41del, -45_-44insTA");
  await expect(panel(page)).toContainText("2 variants of mine");
  await thePage.sequences.fill(`>mine\n${randomSequence(80, 9)}`);
  await expect(errors(page).locator("p")).toHaveText([
    /^These changes were written for mine, which is not here/,
  ]);
  await thePage.sequences.fill(`>first\n${randomSequence(80, 9)}\n>mine\n${randomSequence(80)}`);
  await expect(panel(page)).toContainText("2 variants of mine");
});

test("natural alleles of strains are offered where a model reads yeast promoters", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Natural alleles of HSP12/ }).click();
  await expect(panel(page)).toContainText("57 variants");
  const [, ...lines] = await download(page, "Download variants as TSV");
  expect(lines.map(([name]) => name)).toContain("-976C>G (1 of 5 strains)");
  expect(new Set(lines.map(([, , reference]) => reference)).size).toBe(1);
  expect(lines.filter(([, , , , difference]) => Number(difference) !== 0).length).toBeGreaterThan(50);
});
