import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ThePage } from "./the-page.ts";

const files = "tests/fixtures/vcf";
const calls = readFileSync(`${files}/calls.vcf`, "utf8");
const model = "#v1;model=abundance-yeast";

interface Row {
  gene: string;
  change: string;
  position: number;
  reference: number;
  alternative: number;
}

const panel = (page: Page) => page.locator("cisight-variant-calls");
const table = (page: Page) => page.getByRole("table", { name: "Effects of the variant calls" });

/** What the table shows, with all digits. */
const rowsOf = (page: Page) =>
  panel(page)
    .locator("cisight-call-list")
    .evaluate((list) => (list as unknown as { rows: Row[] }).rows);

async function open(page: Page): Promise<void> {
  await ThePage.open(page, "?backend=cpu", model);
  await page.getByRole("tab", { name: "Variants" }).click();
  await panel(page).getByRole("button", { name: "Use another genome…" }).click();
  const dialog = page.getByRole("dialog", { name: "Promoters from any genome" });
  await dialog.locator("input[type=file]").setInputFiles([`${files}/genome.fa`, `${files}/genes.gff3`]);
  await dialog.getByRole("button", { name: "Read promoters" }).click();
  await dialog.getByRole("button", { name: "Use it for gene names" }).click();
  await expect(dialog).toBeHidden();
}

async function run(page: Page, name: string, content: string | Buffer): Promise<void> {
  await panel(page)
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });
  await panel(page).getByRole("button", { name: "Predict them" }).first().click();
}

async function download(page: Page, name: string): Promise<string> {
  const saved = page.waitForEvent("download");
  await panel(page).getByRole("button", { name }).click();
  return readFileSync(await (await saved).path(), "utf8");
}

const cells = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));

test("the calls of a file answer as on the command line, as pairs of sequences, and as edits by hand", async ({
  page,
}) => {
  await open(page);
  await run(page, "calls.vcf.gz", gzipSync(calls));
  await expect(panel(page)).toContainText("calls.vcf.gz: 14 records, 17 effects in the promoters of 4 genes");
  await expect(table(page).getByRole("rowheader")).toHaveCount(17);
  await expect(table(page).getByRole("columnheader", { name: "Percentile" })).toBeVisible();
  await expect(table(page).getByRole("cell").last()).toHaveText(/^\d+\.\d$/);
  await expect(panel(page).getByRole("status")).toContainText(["Left out: 1 alternative (symbolic"]);
  await expect(panel(page)).toContainText(
    "Left out of a gene, as they insert or delete bases across its anchor: 1 allele.",
  );
  await expectAccessible(page, "cisight-app");

  // The table of the command line, of which tests/native/vcf_command.rs sees to it that it is the program's.
  const expected = cells(readFileSync(`${files}/effects.tsv`, "utf8"));
  const found = cells(await download(page, "Download all as TSV"));
  expect(found.map((line) => line.slice(0, 9))).toEqual(expected.map((line) => line.slice(0, 9)));
  // Beside that, how large each effect is among random changes, as the table on the page says it.
  expect(found[0]!.slice(12)).toEqual(["percentile", "signed_percentile"]);
  const listed = await Promise.all(
    (await table(page).getByRole("row").all()).slice(1).map(async (row): Promise<[string, string]> => {
      const texts = (await row.getByRole("cell").allTextContents()).map((text) => text.trim());
      const gene = await row.getByRole("rowheader").getByRole("button").getAttribute("title");
      return [`${gene} ${texts[1]}`, texts.at(-1)!];
    }),
  );
  const percentiles = found.slice(1).map((line): [string, string] => [`${line[5]} ${line[7]}`, line[12]!]);
  expect(new Map(percentiles)).toEqual(new Map(listed));
  for (const [at, line] of found.slice(1).entries())
    for (const column of [9, 10, 11])
      expect(Number(line[column])).toBeCloseTo(Number(expected[at + 1]![column]), 4);
  const annotated = await download(page, "Download annotated VCF");
  expect(annotated).toContain('##INFO=<ID=CISIGHT,Number=.,Type=String,Description="');
  expect(annotated).toMatch(/\|Difference\|percentile\|signed_percentile">/);
  expect(annotated.split("\n").filter((line) => !line.startsWith("##INFO=<ID=CISIGHT"))).toHaveLength(
    calls.split("\n").length,
  );
  const [, , , , , gene, name, change, condition, ...numbers] = found[1]!;
  expect(annotated).toContain(
    `|${gene}|${name}|${change}|${condition!.replaceAll(" ", "%20")}|${numbers.join("|")}`,
  );

  // The same as pairs of whole sequences, and as edits of the promoter.
  const rows = await rowsOf(page);
  const sequences = await panel(page)
    .locator("cisight-call-list")
    .evaluate((list) =>
      (list as unknown as { rows: (Row & { start: number; bases: string })[] }).rows.map((row) => [
        row.start,
        row.bases,
      ]),
    );
  expect(sequences).toHaveLength(17);
  await table(page)
    .getByRole("button", { name: /^Show 21A>G in the bases of/ })
    .click();
  await expect(page.getByRole("tab", { name: "Bases" })).toHaveAttribute("aria-selected", "true");
  const thePage = new ThePage(page);
  await expect(thePage.rowNames().filter({ hasText: "edited" })).toHaveCount(1);
  await expect(page.getByText(/^\s*−20 to 61 \(81 bases\)/)).toBeVisible();
  const substitution = rows.find((row) => row.change === "21A>G")!;
  const shown = await page.locator("cisight-response-map").evaluate((map) => {
    const { grid } = map as unknown as { grid: { rows: { name: string }[]; responses: Float32Array } };
    return grid.rows.map(({ name }, at) => [name, grid.responses[at]] as const);
  });
  const edited = shown.find(([name]) => /edited/.test(name))!;
  expect(Math.abs(edited[1]! - substitution.alternative)).toBeLessThan(2e-6);
});

test("haplotypes of a sample, sentences for what cannot be used, and no genome", async ({ page }) => {
  await open(page);
  await panel(page)
    .getByRole("checkbox", { name: /^All variants of a promoter together/ })
    .check();
  await panel(page).getByRole("textbox", { name: "Samples" }).fill("second");
  await run(page, "calls.vcf", calls);
  await expect(table(page).getByRole("rowheader")).toHaveCount(7);
  await expect(table(page)).toContainText("second, copy 1");
  const bad: [string, RegExp][] = [
    [calls.replaceAll("\nchr", "\nscaffold_"), /genome has none of the contigs/],
    ["name\treference\talternative\n", /does not begin with ##fileformat=VCF/],
    [calls.replace("\tPASS\tDP=12\tGT\t1|1\t0|1", ""), /Line 15 is not a variant/],
  ];
  for (const [text, sentence] of bad) {
    await run(page, "calls.vcf", text);
    await expect(panel(page).getByRole("alert").filter({ hasText: sentence })).toHaveCount(1);
  }
  await panel(page).getByRole("textbox", { name: "Samples" }).fill("third");
  await run(page, "calls.vcf", calls);
  await expect(
    panel(page)
      .getByRole("alert")
      .filter({ hasText: /no sample "third"/ }),
  ).toHaveCount(1);
  await panel(page)
    .getByRole("checkbox", { name: /^All variants of a promoter together/ })
    .uncheck();
  await run(page, "calls.vcf", calls);
  await expect(table(page).getByRole("rowheader")).toHaveCount(17);

  // A list that is a file of calls is taken for one.
  const list: Locator = page
    .locator("cisight-variants-panel > cisight-text-field, cisight-variants-panel cisight-text-field")
    .first();
  await list
    .locator("input[type=file]")
    .setInputFiles({ name: "others.vcf", mimeType: "text/plain", buffer: Buffer.from(calls) });
  await expect(panel(page).getByText(/^others\.vcf/)).toBeVisible();
  await panel(page)
    .getByRole("button", { name: /Back to the model|Use no genome/ })
    .click();
  await panel(page).getByRole("button", { name: "Predict them" }).first().click();
  await expect(
    panel(page)
      .getByRole("alert")
      .filter({ hasText: /Open the genome that the calls/ }),
  ).toHaveCount(1);
});
