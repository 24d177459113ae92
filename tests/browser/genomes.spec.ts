import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asChosen, type Files } from "./chosen-files.ts";
import { fasta, full, genbank, genes, gff3, gtf, promoters, readFasta, twoBit } from "./synthetic-genome.ts";
import { ThePage } from "./the-page.ts";

const pair: Files = { "made.fa": fasta, "made.gff3": gff3 };
const own = "Fungus minor, made";

class GenomeWindow {
  readonly dialog: Locator;
  readonly alert: Locator;
  readonly list: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole("dialog", { name: "Promoters from any genome" });
    this.alert = this.dialog.getByRole("alert").filter({ hasText: /\S/ });
    this.list = this.dialog.getByRole("list", { name: "Genomes in this browser" });
  }

  static async open(page: Page): Promise<GenomeWindow> {
    await page.getByRole("button", { name: "Use another genome…" }).click();
    const window = new GenomeWindow(page);
    await expect(window.dialog).toBeVisible();
    return window;
  }

  async choose(files: Files): Promise<void> {
    await this.dialog.locator("input[type=file]").setInputFiles(asChosen(files));
  }

  async takeOutAll(): Promise<void> {
    const remove = this.dialog.getByRole("button", { name: /^Take out / });
    while (await remove.count()) await remove.first().click();
  }

  read(): Promise<void> {
    return this.dialog.getByRole("button", { name: "Read promoters" }).click();
  }

  /** Reads the files and waits for the report. */
  async report(files: Files): Promise<void> {
    await this.choose(files);
    await this.dialog.getByRole("textbox", { name: "Species" }).fill("Fungus minor");
    await this.dialog.getByRole("textbox", { name: "Assembly" }).fill("made");
    await this.read();
    await expect(
      this.dialog.getByText(`${genes.length} promoters: ${full} of the full 1,000 bp`),
    ).toBeVisible();
  }

  async fasta(): Promise<Map<string, string>> {
    const download = this.page.waitForEvent("download");
    await this.dialog.getByRole("button", { name: "Download FASTA", exact: true }).first().click();
    return readFasta(readFileSync(await (await download).path(), "utf8"));
  }

  use(): Promise<void> {
    return this.dialog.getByRole("button", { name: "Use it for gene names" }).click();
  }
}

async function useMade(page: Page): Promise<Locator> {
  const window = await GenomeWindow.open(page);
  await window.report(pair);
  await window.use();
  await expect(page.getByText(`${own} (yours)`)).toBeVisible();
  return page.getByRole("combobox", { name: "Add a gene by name" });
}

const formats: [string, Files][] = [
  ["FASTA and GFF3", pair],
  [
    "gzipped FASTA and GTF, in members as block-gzip writes them",
    {
      "made.fa.gz": Buffer.concat([gzipSync(fasta.slice(0, 2000)), gzipSync(fasta.slice(2000))]),
      "made.gtf.gz": gzipSync(gtf),
    },
  ],
  ["2bit and GFF3, the annotation first", { "genes.txt": gff3, "made.2bit": twoBit() }],
  ["GFF3 that ends in its genome, as SGD's does", { "made.gff": `${gff3}##FASTA\n${fasta}` }],
  ["GenBank", { "made.gbff": genbank }],
  [
    "a FASTA file a contig without a last line end",
    {
      ...Object.fromEntries(fasta.split(/(?=>)/).map((record, at) => [`chr${at}.fa`, record.trimEnd()])),
      "made.gff3": gff3,
    },
  ],
];

for (const [title, files] of formats)
  test(`${title}: every promoter is the one that was cut by hand`, async ({ page }) => {
    await ThePage.open(page);
    const window = await GenomeWindow.open(page);
    await window.report(files);
    const found = await window.fasta();
    expect([...found.keys()].sort()).toEqual([...promoters.keys()].sort());
    for (const [name, sequence] of promoters) expect(found.get(name), name).toBe(sequence);
    await expect(
      window.dialog.getByText(/transcripts that begin at other start codons .*: 1 \(MANY1\)/),
    ).toBeVisible();
    await expect(window.dialog.getByText(/end of the contig cuts short: 2 \(EDGE1, EDGE2\)/)).toBeVisible();
  });

test("its genes are found by name, predicted as if pasted, and the model's genome comes back", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const before = await thePage.readResponses();
  const gene = await useMade(page);
  await expect(thePage.rowNames()).toHaveCount(0);
  await gene.fill("REV");
  await expect(thePage.proposals).toHaveText([/REV1/, /REV2/]);
  await thePage.proposals.first().click();
  await gene.fill("edge2 HSP12");
  await gene.press("Enter");
  await expect(page.getByText("There is no gene “HSP12” in the genome that you opened")).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["REV1", "EDGE2"]);
  const pasted = ["REV1", "EDGE2"].map((name) => `>pasted_${name}\n${promoters.get(name)!}\n`).join("");
  await thePage.sequences.fill(pasted);
  await expect(thePage.rowNames()).toHaveCount(4);
  const responses = await thePage.readResponses();
  for (const name of ["REV1", "EDGE2"])
    expect([...responses.get(name)!.values()]).toEqual([...responses.get(`pasted_${name}`)!.values()]);
  await thePage.sequences.fill("");

  await page.getByRole("button", { name: "Add every gene" }).click();
  await expect(thePage.rowNames()).toHaveCount(genes.length);
  await page.getByRole("button", { name: "Back to the model's genome" }).click();
  await expect(thePage.rowNames()).toHaveText([...before.keys()]);
  await expect.poll(() => thePage.readResponses()).toEqual(before);
  await thePage.gene.fill("REV");
  await expect(thePage.proposals.first()).not.toHaveText(/REV2/);
});

test("a link names the genome, works after a reload, and says what is missing once it is deleted", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const gene = await useMade(page);
  await gene.fill("FWD1");
  await gene.press("Enter");
  await expect(thePage.rowNames()).toHaveText(["FWD1"]);
  const responses = await thePage.readResponses();
  await expect(page).toHaveURL(/;genome=fungus-minor-made-1000-atg;genes=FWD1;/);
  const link = page.url();
  await page.reload();
  await expect(thePage.rowNames()).toHaveText(["FWD1"]);
  await expect.poll(() => thePage.readResponses()).toEqual(responses);

  // The other model reads its genes too.
  await page.getByRole("combobox", { name: "Model", exact: true }).selectOption("reporter-yeast");
  await expect(thePage.columnNames()).toHaveText(["grape must", "YPD", "SC-Ura"]);
  await expect(thePage.rowNames()).toHaveText(["FWD1"]);

  const window = await GenomeWindow.open(page);
  await expect(window.list.getByRole("listitem")).toContainText([`${own} in use`]);
  await window.list.getByRole("button", { name: `Delete ${own}` }).click();
  await window.list.getByRole("button", { name: "Yes, delete it" }).click();
  await expect(window.list).toHaveCount(0);
  await window.dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText(`${own} (yours)`)).toHaveCount(0);
  await page.goto("about:blank");
  await page.goto(link);
  await expect(
    page.getByRole("alert").filter({ hasText: "from a genome, “fungus-minor-made-1000-atg”" }),
  ).toBeVisible();
  await expect(thePage.preset).toBeEnabled();
  await expect(thePage.rowNames()).toHaveCount(0);
});

const mistakes: [string, Files, RegExp][] = [
  ["no annotation", { "made.fa": fasta }, /annotation is missing/],
  ["no sequence", { "made.gff3": gff3 }, /sequence is missing/],
  ["an empty file", { ...pair, "made.fa": "" }, /made\.fa is empty/],
  ["a web page", { ...pair, "made.fa": "<!DOCTYPE html><html>" }, /made\.fa is a web page/],
  ["prose", { ...pair, "made.fa": "Dear editor,\nplease find" }, /made\.fa is none of the formats/],
  ["a zip", { ...pair, "made.fa": Buffer.from("PK\x03\x04........") }, /made\.fa is a zip archive/],
  [
    "a gzip that breaks off",
    { "made.fa.gz": gzipSync(fasta).subarray(0, 900), "made.gff3": gff3 },
    /made\.fa\.gz is damaged/,
  ],
  ["two genomes", { ...pair, "made.2bit": twoBit() }, /made\.fa, made\.2bit are genomes each/],
  [
    "GenBank beside an annotation",
    { "made.gb": genbank, "made.gff3": gff3 },
    /made\.gb is GenBank.*take out made\.gff3/,
  ],
  [
    "an annotation of lines that are none",
    { ...pair, "made.gff3": "chrA\tmade\tCDS\tten\t20\t.\t+\t0\tID=x\n" },
    /line 1: its start is "ten"/i,
  ],
];

test("each mistake is said in a sentence, keeps what was chosen, and the next good files work", async ({
  page,
}) => {
  await ThePage.open(page);
  const window = await GenomeWindow.open(page);
  await window.read();
  await expect(window.alert).toHaveText("Choose a genome and its annotation first.");
  for (const [title, files, says] of mistakes)
    await test.step(title, async () => {
      await window.choose(files);
      await window.read();
      await expect(window.alert).toHaveText(says);
      await expect(window.dialog.getByRole("button", { name: /^Take out / })).toHaveCount(
        Object.keys(files).length,
      );
      await window.takeOutAll();
    });
  const length = window.dialog.getByRole("textbox", { name: "Length (bp)" });
  await window.choose(pair);
  await length.fill("a thousand");
  await window.read();
  await expect(window.alert).toHaveText(/The length is “a thousand”/);
  await length.fill("1000");
  await window.report({});
  await expect(window.alert).toHaveCount(0);
});

/** Files of public reports, with the genes that are found in them and a part of what is said. */
const reports: [string, string[], string[], RegExp | undefined, ("transcript-start" | "start-codon")?][] = [
  ["braker-gtf", ["genome.fa", "braker.gtf"], ["g1", "g2"], /other start codons .*: 1 \(g2\)/],
  ["jgi-gff2", ["genome.fa", "jgi.gff"], ["AN5092", "AN5093"], /no gene_id: 2/],
  [
    "yeast-contig-names",
    ["ucsc.fa", "ncbi.gff"],
    ["YAL067C", "YAL067W-A", "YAL068C", "YBL112C"],
    /NC_001133\.9 = chrI/,
  ],
  ["yeast-contig-names", ["sgd-with-fasta.gff"], ["YAL067C", "YAL067W-A", "YAL068C", "YBL112C"], undefined],
  ["origin-spanning", ["genome.fa", "circular.gff"], ["CHR1", "CHR2", "PLS1", "PLS2"], undefined],
  ["byte-order-mark", ["genome-bom.fa", "genes-bom.gff3"], ["G1"], undefined],
  ["genbank-locus-lines", ["prokka-two.gbk"], ["A_00001", "A_00002", "A_00003"], undefined],
  ["two-bit-byte-order", ["big.2bit", "genes.gff3"], ["A", "B", "C"], undefined],
  [
    "exon-only-gtf",
    ["genome.fa", "exons-live-track-line.gtf"],
    ["ACS2X", "ACT1", "AGP3"],
    undefined,
    "transcript-start",
  ],
  [
    "attribute-oddities",
    ["genome.fa", "odd.gff3"],
    ["G5", "G6", "LBPN_00851", "YGL234W", "YGL235W", "YIL154C"],
    undefined,
  ],
];

test("files of public reports give the promoters that were cut elsewhere", async ({ page }) => {
  await ThePage.open(page);
  const window = await GenomeWindow.open(page);
  const folder = new URL("../fixtures/genomes/", import.meta.url);
  const bytes = (name: string) => readFileSync(new URL(name, folder));
  for (const [report, names, found, says, anchor = "start-codon"] of reports)
    await test.step(`${report}: ${names.join(", ")}`, async () => {
      const expected = readFasta(bytes(`${report}/expected.fa`).toString());
      await window.choose(Object.fromEntries(names.map((name) => [name, bytes(`${report}/${name}`)])));
      const longest = [...expected.values()].reduce((most, { length }) => Math.max(most, length), 0);
      await window.dialog.getByRole("textbox", { name: "Length (bp)" }).fill(String(longest));
      await window.dialog.getByRole("combobox", { name: "Promoters end before the" }).selectOption(anchor);
      await window.read();
      await expect(window.dialog.getByText(new RegExp(`^${found.length} promoters?: `))).toBeVisible();
      if (says) await expect(window.dialog.getByText(says)).toBeVisible();
      const own = await window.fasta();
      expect([...own.keys()].sort()).toEqual(found);
      for (const [name, sequence] of own) expect(expected.get(name), name).toBe(sequence);
      await window.takeOutAll();
    });
  // The anchor that a file cannot have is said, with the one that it can.
  await window.choose({
    "genome.fa": bytes("exon-only-gtf/genome.fa"),
    "exons.gtf": bytes("exon-only-gtf/exons.gtf"),
  });
  await window.dialog.getByRole("combobox", { name: "Promoters end before the" }).selectOption("start-codon");
  await window.read();
  await expect(window.alert).toHaveText(/no coding sequences .*transcript start/);
});

test("an annotation of another genome finds nothing and says why", async ({ page }) => {
  await ThePage.open(page);
  const window = await GenomeWindow.open(page);
  await window.choose({ "made.fa": fasta, "other.gff3": gff3.replaceAll("chr", "scaffold") });
  await window.read();
  await expect(window.dialog.getByText(/chrA|scaffoldA|names the same sequences/).last()).toBeVisible();
  await expect(window.dialog.getByRole("button", { name: "Use it for gene names" })).toHaveCount(0);
});

test("other lengths and anchors need no second reading; reading can be cancelled", async ({ page }) => {
  await ThePage.open(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/files-*.wasm.gz", async (route) => {
    await held;
    await route.continue();
  });
  const window = await GenomeWindow.open(page);
  await window.choose(pair);
  await window.read();
  await window.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(window.dialog.getByText("The files were not read.")).toBeVisible();
  release();
  await window.report({});
  await window.dialog.getByRole("textbox", { name: "Length (bp)" }).fill("200");
  await window.dialog
    .getByRole("combobox", { name: "Promoters end before the" })
    .selectOption("transcript-start");
  await window.read();
  await expect(window.dialog.getByText(/of the full 200 bp/)).toBeVisible();
  const found = await window.fasta();
  expect(found.get("FWD1")).toBe(promoters.get("FWD1")!.slice(-200));
  await expect(window.list.getByRole("listitem")).toHaveCount(2);
});

test("where the browser has no room, the genome is there until the page is closed", async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  const thePage = await ThePage.open(page);
  const window = await GenomeWindow.open(page);
  await window.report(pair);
  await expect(window.dialog.getByText("no room left to keep it")).toBeVisible();
  await window.use();
  const gene = page.getByRole("combobox", { name: "Add a gene by name" });
  await gene.fill("FWD1");
  await gene.press("Enter");
  await expect(thePage.rowNames()).toHaveText(["FWD1"]);
});

test("the module for files is fetched when it is first needed, and nothing is sent", async ({ page }) => {
  const asked: { method: string; url: string }[] = [];
  page.on("request", (request) => asked.push({ method: request.method(), url: request.url() }));
  await ThePage.open(page);
  await GenomeWindow.open(page);
  const isModule = ({ url }: { url: string }) => /files-[^/]*\.wasm\.gz/.test(url);
  expect(asked.filter(isModule)).toEqual([]);
  const window = new GenomeWindow(page);
  await window.report(pair);
  expect(asked.filter(isModule)).toHaveLength(1);
  expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
});

test.describe("with a service worker", () => {
  test.use({ serviceWorkers: "allow" });

  test("once used, genomes are read without a network, and those kept are still there", async ({
    page,
    context,
  }) => {
    await ThePage.open(page);
    await expect(page.getByRole("status").filter({ hasText: "Works offline" })).toBeVisible();
    const gene = await useMade(page);
    const isKept = () =>
      page.evaluate(async () => {
        const stored = await Promise.all(
          (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
        );
        return stored.flat().some(({ url }) => /files-[^/]*\.wasm\.gz$/.test(url));
      });
    await expect.poll(isKept).toBe(true);
    await context.setOffline(true);
    await page.reload();
    await expect(page.getByText(`${own} (yours)`)).toBeVisible();
    await gene.fill("REV1");
    await gene.press("Enter");
    await expect(new ThePage(page).rowNames()).toHaveText(["REV1"]);
    const window = await GenomeWindow.open(page);
    await window.report({ "made.gbff": genbank });
  });
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing and nothing hangs over, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await ThePage.open(page);
    const window = await GenomeWindow.open(page);
    await window.read();
    await expect(window.alert).toHaveCount(1);
    await window.report(pair);
    await window.list.getByRole("button", { name: /^Delete/ }).click();
    await expectAccessible(page);
    const overhang = await window.dialog
      .getByRole("region")
      .evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(overhang).toBeLessThanOrEqual(0);
    await page.keyboard.press("Escape");
    await expect(window.dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Use another genome…" })).toBeFocused();
  });
