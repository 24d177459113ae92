import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

const good = randomSequence(1000);

interface Case {
  title: string;
  text: string;
  says: RegExp;
  role: "alert" | "status";
  /** Names of the rows that the text still gives. */
  rows: string[];
}

const sequenceCases: Case[] = [
  { title: "white space only", text: "   \n\n", says: /^$/, role: "alert", rows: [] },
  {
    title: "a header without a sequence",
    text: ">alone\n",
    says: /alone.*has no sequence/i,
    role: "alert",
    rows: [],
  },
  {
    title: "no header before bases",
    text: `ACGT\n>second\n${good}`,
    says: /before the first '>' header/,
    role: "alert",
    rows: [],
  },
  {
    title: "duplicate names",
    text: `>twin\n${good}\n>twin\n${good}`,
    says: /line 3.*same name as record 1/i,
    role: "alert",
    rows: ["twin"],
  },
  {
    title: "protein",
    text: `>enzyme\n${"MKLVEFQIPDRWHY".repeat(20)}`,
    says: /enzyme.*looks like a protein/i,
    role: "alert",
    rows: [],
  },
  {
    title: "RNA",
    text: `>rna\n${good.replaceAll("T", "U")}`,
    says: /rna: .*U/,
    role: "status",
    rows: ["rna"],
  },
  {
    title: "IUPAC codes",
    text: `>codes\n${good.slice(0, -4)}RYKM`,
    says: /codes: .*N/,
    role: "status",
    rows: ["codes"],
  },
  {
    title: "lower case",
    text: `>small\n${good.toLowerCase()}`,
    says: /small: .*case/i,
    role: "status",
    rows: ["small"],
  },
  { title: "too short", text: ">stub\nACGTACGT", says: /stub.*too short: 8 bases/i, role: "alert", rows: [] },
  {
    title: "shorter than the window",
    text: `>half\n${good.slice(500)}`,
    says: /half: .*500/,
    role: "status",
    rows: ["half"],
  },
  {
    title: "longer than the window",
    text: `>long\n${good}${good}`,
    says: /long: .*1[ ,]?000/,
    role: "status",
    rows: ["long"],
  },
  {
    title: "far too long",
    text: `>chromosome\n${"ACGT".repeat(250_001)}`,
    says: /chromosome.*too long/i,
    role: "alert",
    rows: [],
  },
];

test.describe("sequences", () => {
  test("each mistake is said, keeps what was typed, and the next good input works", async ({ page }) => {
    const thePage = await openWithoutGenes(page);
    for (const { title, text, says, role, rows } of sequenceCases)
      await test.step(title, async () => {
        await thePage.sequences.fill(text);
        await expect(thePage.promoterMessages.getByRole(role)).toHaveText(says);
        await expect(thePage.rowNames()).toHaveText(rows);
        if (text.length < 400_000) await expect(thePage.sequences).toHaveValue(text);
        // Its beginning is shown only, and not to be edited.
        else await page.getByRole("button", { name: "Clear" }).first().click();
        await thePage.sequences.fill(`>fine\n${good}`);
        await expect(thePage.rowNames()).toHaveText(["fine"]);
        await expect(thePage.promoterMessages.getByRole("alert")).toBeEmpty();
      });
  });

  test("Windows line ends change nothing", async ({ page }) => {
    const thePage = await openWithoutGenes(page);
    const file = page.locator("cisight-promoter-input input[type=file]");
    const read = async (text: string) => {
      await file.setInputFiles({ name: "x.fa", mimeType: "text/plain", buffer: Buffer.from(text) });
      await expect(thePage.rowNames()).toHaveText([/^x?\d?windows|^unix/]);
      return [...[...(await thePage.readResponses()).values()][0]!.values()];
    };
    const unix = await read(`>unix\n${good}\n`);
    await thePage.sequences.fill("");
    await expect(thePage.rowNames()).toHaveCount(0);
    const windows = await read(`>windows\r\n${good}\r\n`);
    expect(windows).toEqual(unix);
    await expect(thePage.rowNames()).toHaveText(["windows"]);
  });

  test("10 MB are taken without freezing the page, and cancelled", async ({ page }) => {
    const thePage = await openWithoutGenes(page);
    const records = Array.from({ length: 10_000 }, (_, at) => `>p${at}\n${randomSequence(990, at + 1)}\n`);
    const text = records.join("");
    expect(text.length).toBeGreaterThan(9.9e6);
    await page.locator("cisight-promoter-input input[type=file]").setInputFiles({
      name: "many.fa",
      mimeType: "text/plain",
      buffer: Buffer.from(text),
    });
    await expect(page.getByText("many.fa (10.0 MB) is in use but too long to be shown here.")).toBeVisible();
    const cancel = page.getByRole("button", { name: "Cancel" }).first();
    await cancel.click();
    await expect(page.getByText("The prediction was cancelled.").last()).toBeVisible();
    await page.getByRole("button", { name: "Clear" }).first().click();
    await thePage.sequences.fill(`>fine\n${good}`);
    await expect(thePage.rowNames()).toHaveText(["fine"]);
  });
});

test.describe("TF tables", () => {
  interface TableCase {
    title: string;
    text: (tfs: string[]) => string;
    says: RegExp;
    role: "alert" | "status";
    columns: string[];
  }
  const full = (tfs: string[], cell: (tf: string, at: number) => string) =>
    `TF\tmine\n${tfs.map((tf, at) => `${tf}\t${cell(tf, at)}`).join("\n")}\n`;
  const tableCases: TableCase[] = [
    {
      title: "text in a cell",
      text: (tfs) => full(tfs, (_, at) => (at === 1 ? "high" : "0.1")),
      says: /Line 3, column .mine.: .high. is not a number/,
      role: "alert",
      columns: [],
    },
    {
      title: "NaN in a cell",
      text: (tfs) => full(tfs, (_, at) => (at === 0 ? "NaN" : "0.1")),
      says: /mean|missing|empty/i,
      role: "status",
      columns: ["mine"],
    },
    {
      title: "unknown TFs",
      text: (tfs) => `${full(tfs, () => "0.1")}NOBODY1\t0.5\n`,
      says: /1 row of the table is not a TF of the model.*NOBODY1/,
      role: "status",
      columns: ["mine"],
    },
    {
      title: "missing TFs",
      text: (tfs) => full(tfs.slice(3), () => "0.1"),
      says: /3 TFs of the model are not in the table/,
      role: "status",
      columns: ["mine"],
    },
    {
      title: "a transposed table",
      text: (tfs) => `condition\t${tfs.join("\t")}\nmine\t${tfs.map(() => "0.1").join("\t")}\n`,
      says: /transposed/,
      role: "alert",
      columns: [],
    },
    {
      title: "no TF at all",
      text: () => "gene\tmine\nFOO\t1\nBAR\t2\n",
      says: /no row is a transcription factor of this model/i,
      role: "alert",
      columns: [],
    },
    {
      title: "one column only",
      text: () => "HSF1\nMSN2\n",
      says: /one column only/,
      role: "alert",
      columns: [],
    },
    {
      title: "infinity",
      text: (tfs) => full(tfs, (_, at) => (at === 0 ? "inf" : "0.1")),
      says: /infinite|not a number/,
      role: "alert",
      columns: [],
    },
  ];
  test("each mistake is said, keeps what was typed, and the next good table works", async ({ page }) => {
    const thePage = await ThePage.open(page);
    const tfs = await modelTfs(page);
    await thePage.removeAllPresets();
    for (const { title, text, says, role, columns } of tableCases)
      await test.step(title, async () => {
        await thePage.tfTable.fill(text(tfs));
        await expect(thePage.conditionMessages.getByRole(role)).toHaveText(says);
        await expect(thePage.columnNames()).toHaveText(columns);
        await expect(thePage.tfTable).toHaveValue(text(tfs));
        await thePage.tfTable.fill(full(tfs, (_, at) => String((at % 5) / 10)));
        await expect(thePage.columnNames()).toHaveText(["mine"]);
        await expect(thePage.conditionMessages.getByRole("alert")).toBeEmpty();
      });
  });

  test("a preset's own values, pasted, give the preset's responses", async ({ page }) => {
    const thePage = await ThePage.open(page);
    const preset = (await presets(page)).conditions[0]!;
    const { tfs } = await presets(page);
    await thePage.tfTable.fill(
      `TF,pasted\n${tfs.map((tf, at) => `${tf},${preset.values[at] ?? ""}`).join("\n")}`,
    );
    await thePage.removeAllPresets();
    await thePage.preset.fill(preset.name);
    await page.getByRole("option", { name: preset.name }).first().click();
    await expect(thePage.columnNames()).toHaveText([preset.name, "pasted"]);
    for (const row of (await thePage.readResponses()).values())
      expect(row.get("pasted")).toBeCloseTo(row.get(preset.name)!, 2);
  });
});

async function openWithoutGenes(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await expect(thePage.rowNames()).toHaveCount(0);
  return thePage;
}

interface Presets {
  tfs: string[];
  conditions: { name: string; values: (number | null)[] }[];
}

async function presets(page: Page): Promise<Presets> {
  const registry = (await (await page.request.get("models/registry.json")).json()) as { id: string }[];
  return JSON.parse(readFileSync(`models/${registry[0]!.id}/presets.json`, "utf8")) as Presets;
}

async function modelTfs(page: Page): Promise<string[]> {
  return (await presets(page)).tfs;
}
