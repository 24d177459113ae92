import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

/** Files as spreadsheets and the programs of the field write them; the command line reads the same (tests/native/other_programs.rs). */
const fixture = (name: string) => readFileSync(`tests/fixtures/tables/${name}`);

interface TableFile {
  name: string;
  columns: [string, string];
  says?: RegExp;
}

const gasch: [string, string] = ["Heat Shock 20 minutes hs-1", "constant 0.32 mM H2O2 (20 min) redo"];
const tableFiles: TableFile[] = [
  { name: "unicode-text.txt", columns: ["heat 37 °C", "peroxide"] },
  { name: "utf16-be.txt", columns: ["heat 37 °C", "peroxide"] },
  { name: "latin1.txt", columns: ["heat 37 °C", "peroxide"], says: /read as Windows-1252/ },
  { name: "mac.txt", columns: ["heat", "peroxide"] },
  { name: "semicolon.csv", columns: ["heat", "peroxide"] },
  { name: "sep-line.csv", columns: ["heat", "peroxide"] },
  { name: "tabs-decimal-comma.txt", columns: ["heat", "peroxide"] },
  { name: "comma-with-semicolon-name.csv", columns: ["heat; 20 min", "peroxide"] },
  { name: "unicode-minus.tsv", columns: ["heat", "peroxide"] },
  { name: "gasch-no-name.pcl", columns: gasch, says: /Left out: the column "GWEIGHT"/ },
  { name: "gasch.cdt", columns: gasch, says: /Left out: the rows "AID" and "EWEIGHT"/ },
  { name: "data.gct", columns: ["heat", "peroxide"], says: /Left out: the column "Description"/ },
  {
    name: "all-genes.csv",
    columns: ["heat", "peroxide"],
    says: /rows of the table are not TFs of the model/,
  },
];

test("one TF table gives one prediction, however it was saved", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllPresets();
  const drop = async ({ name, columns }: TableFile) => {
    // So that what is read next is of this file.
    await thePage.tfTable.fill("");
    await expect(thePage.columnNames()).toHaveCount(0);
    const input = page.locator("cisight-condition-input input[type=file]");
    await input.setInputFiles({ name, mimeType: "text/plain", buffer: fixture(name) });
    await expect(thePage.columnNames()).toHaveText(columns);
    await expect(thePage.conditionMessages.getByRole("alert")).toBeEmpty();
    return [...(await thePage.readResponses()).values()].map((row) => [...row.values()]);
  };
  const expected = await drop({ name: "clean.tsv", columns: ["heat", "peroxide"] });
  for (const file of tableFiles)
    await test.step(file.name, async () => {
      expect(await drop(file)).toEqual(expected);
      if (file.says) await expect(thePage.conditionMessages.getByRole("status")).toContainText(file.says);
    });
  for (const [title, text, says] of [
    [
      "thousands",
      fixture("thousands.csv").toString(),
      /Line 2, column "heat": "1\.000,92" has a mark that may stand/,
    ],
    ["infinity", fixture("cell-6.tsv").toString(), /Line 5, column "heat": the value is infinite/],
    [
      "statistics alone",
      "gene\tP.Value\tFDR\nMSN2\t0.1\t0.2",
      /no column of expression levels: the columns "P\.Value"/,
    ],
  ] as const)
    await test.step(title, async () => {
      await thePage.tfTable.fill(text);
      await expect(thePage.conditionMessages.getByRole("alert")).toHaveText(says);
    });
  await thePage.tfTable.fill("logFC\tAveExpr\tt\tP.Value\tadj.P.Val\tB\nMSN2\t1.5\t7\t2\t.01\t.02\t-4\n");
  await expect(thePage.columnNames()).toHaveText(["logFC"]);
  await expect(thePage.conditionMessages.getByRole("status")).toContainText(/This is a table of limma/);
});

test("promoters are told apart by their headers, in any encoding", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  const record = (header: string, seed: number) => `>${header}\n${randomSequence(1000, seed)}\n`;
  const strains = record("HSP12 S288C promoter", 1) + record("HSP12 SK1 promoter", 2) + record(" seq 0", 3);
  await page.locator("cisight-promoter-input input[type=file]").setInputFiles({
    name: "strains.fa",
    mimeType: "text/plain",
    buffer: Buffer.from(`\ufeff${strains}`, "utf16le"),
  });
  await expect(thePage.rowNames()).toHaveText(["HSP12 S288C", "HSP12 SK1", "seq"]);
  await expect(thePage.promoterMessages.getByRole("alert")).toBeEmpty();
});

test("variants are read as people write them", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  const bases = `${randomSequence(990)}ACCGATTTGC`;
  await thePage.sequences.fill(`>mine\n${bases}`);
  await expect(thePage.rowNames()).toHaveText(["mine"]);
  await page.getByRole("tab", { name: "Variants" }).click();
  const panel = page.locator("cisight-variants-panel");
  const field = page.getByRole("textbox", { name: "Variants" });
  const good = [
    "c.-1C>A",
    "mine:c.-1C>A",
    "[c.-1C>A;c.-3T>G]",
    "-2_-1>AA",
    "-2_-1delinsAA",
    "-1dup",
    "-10_-8inv",
  ];
  await field.fill([...good, "-1C>C", "other:-1C>A", "-1A>G"].join("\n"));
  await expect(panel).toContainText("7 variants of mine");
  await expect(panel.locator("cisight-messages").getByRole("alert").locator("p")).toHaveText([
    "Line 8: “-1C>C” changes nothing; so it is not a variant.",
    "Line 9: “other” is not mine; choose the promoter that the change belongs to.",
    "Line 10: mine has C at −1, not A.",
  ]);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download variants as CSV" }).click();
  const lines = readFileSync(await (await saved).path(), "utf8")
    .trim()
    .split("\n");
  // A spreadsheet would run the name.
  expect(lines.some((line) => line.startsWith("'-1dup,"))).toBe(true);
  const difference = (name: string) =>
    lines
      .find((line) => line.startsWith(name))
      ?.split(",")
      .at(-2);
  expect(difference("c.-1C>A,")).toBe(difference("mine:c.-1C>A,"));
  await field.fill("chrVI\t107256\t.\tA\tG\t50\tPASS\t.");
  await expect(panel.locator("cisight-messages").getByRole("alert")).toHaveText(
    /Line 1 is a line of a VCF file/,
  );
});

test("measurements take the source's own headings, a template, and a choice by hand", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const responses = await thePage.readResponses();
  const [first = "", second = ""] = [...responses.values()][0]!.keys();
  await page.getByText("Compare with measured expression").click();
  const panel = page.locator("cisight-measured");
  const field = page.getByRole("textbox", { name: "Measured expression" });
  // As the table of Gasch et al. has it: preset 1 of the example is its heat shock of 20 minutes.
  const rows = [...responses].map(([name, row]) => [name, "1", row.get(first), row.get(second)].join("\t"));
  await field.fill(["UID\tGWEIGHT\tHeat Shock 20 minutes hs-1\tmy own heading", ...rows].join("\n"));
  await expect(panel).toContainText("1 of 2 columns of the table match");
  await expect(panel).toContainText('Left out: the column "GWEIGHT"');
  await panel.getByText("Choose the condition of 1 column by hand").click();
  await panel.getByRole("combobox", { name: "my own heading" }).selectOption(second);
  await expect(panel).toContainText("2 of 2 columns of the table match");
  await expect(panel).toContainText("r = 1.000");
  const saved = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download a template to fill in" }).click();
  const template = readFileSync(await (await saved).path(), "utf8")
    .trimEnd()
    .split("\n");
  expect(template[0]?.split("\t").slice(0, 3)).toEqual(["gene", first, second]);
  expect(template.length).toBe(responses.size + 1);
});

test("responses are saved long and wide", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const responses = await thePage.readResponses();
  const [head, ...lines] = await save(page, "Promoters × conditions, TSV");
  expect(head).toEqual(["promoter", ...[...responses.values()][0]!.keys()]);
  for (const [name = "", ...cells] of lines) {
    const shown = [...responses.get(name)!.values()];
    cells.forEach((cell, at) => expect(Number(cell)).toBeCloseTo(shown[at]!, 1));
  }
  expect(lines.length).toBe(responses.size);
});

async function save(page: Page, label: string): Promise<string[][]> {
  await page.getByRole("button", { name: "Download", exact: true }).first().click();
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: label }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}
