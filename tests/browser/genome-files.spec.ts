import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { randomSequence, ThePage } from "./the-page.ts";

async function saved(page: Page, button: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  return (await readFile(await (await download).path())).toString();
}

async function fromMenu(page: Page, item: string): Promise<string> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  return saved(page, item);
}

const cells = (text: string) =>
  text
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("track"))
    .map((line) => line.split("\t"));

test("tracks and stretches are saved in the genome's coordinates, on either strand", async ({ page }) => {
  const thePage = await ThePage.open(
    page,
    "?backend=cpu",
    "#v1;genes=YFL014W;presets=heat-shock-20min;cell=0.0",
  );
  await expect(thePage.track).toBeVisible();
  // HSP12 is read from the forward strand and begins at chrVI:107256.
  const bases = page.locator("cisight-track-files");
  await expect(bases).toContainText("at chrVI:106256-107255(+)");
  const forward = cells(await saved(page, "Download bedGraph"));
  expect(forward).toHaveLength(1000);
  forward.forEach(([contig, start, end], at) =>
    expect([contig, start, end]).toEqual(["chrVI", String(106255 + at), String(106256 + at)]),
  );
  expect(cells(await fromMenu(page, "Genome browser track, bedGraph (chrVI)"))).toEqual(forward);
  await expectAccessible(page);

  // Its promoters, as they are saved, are read back where they lie; the same letters as of the other strand are turned.
  const fasta = await fromMenu(page, "The promoter");
  expect(fasta.split("\n")[0]).toBe(">HSP12 chrVI:106256-107255(+)");
  const letters = fasta.split("\n")[1]!;
  const beside = `>turned chrX:501-1500(-)\n${letters}\n>nowhere\n${randomSequence(300)}`;
  await thePage.sequences.fill(fasta.replace("HSP12", "again") + beside);
  await expect(thePage.rowNames()).toHaveText(["HSP12", "again", "turned", "nowhere"]);
  await thePage.cells.nth(1).click();
  await expect(bases).toContainText("at chrVI:106256-107255(+)");
  expect(cells(await saved(page, "Download bedGraph"))).toEqual(forward);
  await thePage.cells.nth(2).click();
  await expect(bases).toContainText("at chrX:501-1500(-)");
  const turned = cells(await saved(page, "Download bedGraph"));
  expect(turned.map(([contig, start, end]) => [contig, start, end])).toEqual(
    forward.map((_, at) => ["chrX", String(500 + at), String(501 + at)]),
  );
  expect(turned.map((line) => line[3]).reverse()).toEqual(forward.map((line) => line[3]));

  await page.locator("summary").filter({ hasText: "More tracks" }).click();
  await page.getByLabel("Seqlets").check();
  await page.getByLabel("Motif matches").check();
  await expect(page.getByRole("button", { name: "Download BED", exact: true })).toBeEnabled();
  const bed = async (row: number, where: string) => {
    await thePage.cells.nth(row).click();
    await expect(bases).toContainText(where);
    await expect(page.getByRole("button", { name: "Download BED", exact: true })).toBeEnabled();
    return cells(await saved(page, "Download BED"));
  };
  const mirrored = (line: string[]) => {
    const [start, end] = [Number(line[1]) - 500, Number(line[2]) - 500];
    const strand = { "+": "-", "-": "+", ".": "." }[line[5]!]!;
    return [106255 + 1000 - end, 106255 + 1000 - start, line[4], strand, line[8]].join(" ");
  };
  const other = await bed(2, "at chrX:501-1500(-)");
  const own = await bed(0, "at chrVI:106256-107255(+)");
  expect(own.length).toBeGreaterThan(5);
  const plain = (line: string[]) => [line[1], line[2], line[4], line[5], line[8]].join(" ");
  expect(other.map(mirrored).sort()).toEqual(own.map(plain).sort());
  expect(own.map(([, start]) => Number(start))).toEqual(
    own.map(([, start]) => Number(start)).sort((a, b) => a - b),
  );

  await thePage.cells.nth(3).click();
  await expect(bases).toContainText("positions in the promoter");
  expect(cells(await saved(page, "Download bedGraph"))[0]!.slice(0, 3)).toEqual(["nowhere", "0", "1"]);
  await expect(page.getByRole("button", { name: "Download BED", exact: true })).toHaveCount(0);
});
