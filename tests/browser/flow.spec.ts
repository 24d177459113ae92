import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { parse, randomSequence, ThePage } from "./the-page.ts";

test("a gene name becomes a promoter, a response and a track", async ({ page }) => {
  test.setTimeout(180_000);
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.gene.fill("hsp2");
  const option = page.getByRole("option", { name: /HSP26/ });
  await expect(option).toBeVisible();
  await option.click();
  await expect(thePage.rowNames()).toHaveText(["HSP26"]);
  await expect(page.getByRole("combobox", { name: "Promoter", exact: true })).toHaveValue("HSP26");
  // The page's longest computation, on whatever machine this is.
  await expect(page.getByText(/3,000 mutants/)).toBeVisible({ timeout: 150_000 });
  const before = await thePage.track.getAttribute("aria-valuetext");
  await thePage.track.press("Home");
  await thePage.track.press("Home");
  await expect(thePage.track).toHaveAttribute("aria-valuetext", /^\u22121000 [ACGT], importance /);
  expect(await thePage.track.getAttribute("aria-valuetext")).not.toBe(before);
});

test("a gene is found by its systematic name, and the combobox works by keyboard alone", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.gene.focus();
  await page.keyboard.type("ybr072w");
  await expect(thePage.proposals.first()).toContainText("YBR072W");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(thePage.rowNames().filter({ hasText: "HSP26" })).toHaveCount(1);
  await expect(thePage.gene).toHaveValue("");
});

test("an unknown gene is named, and what was typed stays", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.gene.fill("NOTAGENE1");
  await thePage.gene.press("Enter");
  await expect(
    page.getByRole("alert").filter({ hasText: "There is no gene \u201cNOTAGENE1\u201d" }),
  ).toBeVisible();
  await expect(thePage.gene).toHaveValue("NOTAGENE1");
});

test("another preset is another column with other values", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllPresets();
  await expect(page.getByText("Add a condition to see a prediction.")).toBeVisible();
  const choose = async (search: string) => {
    await thePage.preset.fill(search);
    await thePage.proposals.first().click();
  };
  await choose("heat shock 20");
  await expect(thePage.columnNames()).toHaveCount(1);
  const heat = [...(await thePage.readResponses()).values()].map((row) => [...row.values()][0]);
  await thePage.removeAllPresets();
  await choose("nitrogen");
  await expect(thePage.columnNames()).toHaveText([/nitrogen/i]);
  const nitrogen = [...(await thePage.readResponses()).values()].map((row) => [...row.values()][0]);
  expect(nitrogen).not.toEqual(heat);
});

test("pasted FASTA and a raw sequence are predicted alike", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  const sequence = randomSequence(1000);
  await thePage.sequences.fill(`>mine\n${sequence.replace(/(.{70})/g, "$1\n")}\n`);
  await expect(thePage.rowNames()).toHaveText(["mine"]);
  const fasta = [...(await thePage.readResponses()).get("mine")!.values()];
  await thePage.sequences.fill(sequence);
  await expect(thePage.rowNames()).not.toHaveText(["mine"]);
  const raw = [...[...(await thePage.readResponses()).values()][0]!.values()];
  expect(raw).toEqual(fasta);
});

test("a file is read as if it were pasted, and one that is no text is refused by name", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const file = page.locator("cisight-promoter-input input[type=file]");
  const text = `>from_a_file\n${randomSequence(300)}\n`;
  await file.setInputFiles({ name: "mine.fa", mimeType: "text/plain", buffer: Buffer.from(text) });
  await expect(thePage.sequences).toHaveValue(text);
  await expect(thePage.rowNames().filter({ hasText: "from_a_file" })).toHaveCount(1);
  await file.setInputFiles({
    name: "mine.fa.gz",
    mimeType: "text/plain",
    buffer: Buffer.from([31, 139, 8, 0, 0, 0]),
  });
  await expect(thePage.promoterMessages.getByRole("alert")).toContainText("mine.fa.gz");
  await expect(thePage.sequences).toHaveValue(text);
});

test("what a file or the clear button replaced can be taken back", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.sequences.fill(">typed\nACGT");
  const clear = page.getByRole("button", { name: "Clear" }).first();
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await clear.click();
  await expect(thePage.sequences).toHaveValue("");
  await undo.click();
  await expect(thePage.sequences).toHaveValue(">typed\nACGT");
  await page.locator("cisight-promoter-input input[type=file]").setInputFiles({
    name: "other.fa",
    mimeType: "text/plain",
    buffer: Buffer.from(">other\nACGT"),
  });
  await expect(thePage.sequences).toHaveValue(/other/);
  await undo.click();
  await expect(thePage.sequences).toHaveValue(">typed\nACGT");
});

test("cells are chosen by keyboard, and the link brings everything back", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.sequences.fill(`>linked\n${randomSequence(400)}\n`);
  await expect(thePage.rowNames().filter({ hasText: "linked" })).toHaveCount(1);
  await thePage.cells.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const chosen = thePage.responses.getByRole("gridcell", { selected: true });
  const value = await chosen.textContent();
  await expect(page).toHaveURL(/#v1;.*cell=1\.1.*seq=/);
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await expect(chosen).toHaveText(value!);
  await expect(thePage.sequences).toHaveValue(/^>linked/);
  await expect(thePage.rowNames().filter({ hasText: "linked" })).toHaveCount(1);
});

for (const hash of ["#v1;cell=x", "#v9;genes=HSP12", "#v1;genes=%E0%A4%A", "#v1;genes=HSP12;seq=!!!!"])
  test(`a bad link (${hash}) gives a sentence and the example`, async ({ page }) => {
    await ThePage.open(page, "?backend=cpu", hash);
    await expect(page.getByRole("alert").filter({ hasText: "The link " })).toBeVisible();
  });

test("the table and the track are downloaded with unit and model", async ({ page }) => {
  const thePage = await openWithShortPromoter(page);
  const save = async (button: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).first().click();
    return readFile(await (await download).path(), "utf8");
  };
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const lines = (await save("Table, TSV"))
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  expect(lines[0]).toEqual(["promoter", "condition", "response", "spread_sd", "unit", "model"]);
  const shown = [...(await thePage.readResponses()).values()].flatMap((row) => [...row.values()]);
  lines.slice(1).forEach((line, at) => expect(Number(line[2])).toBeCloseTo(shown[at]!, 1));
  const track = (await save("Download CSV")).trim().split("\n");
  expect(track).toHaveLength(1 + 4 * 60);
  expect(track[0]).toContain("delta");
});

test("the track zooms by keys and wheel, and says what is under the cursor", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await expect(page.getByText("\u22121000 to \u22121 (1,000 bases)")).toBeVisible();
  await thePage.track.focus();
  await page.keyboard.press("+");
  await expect(page.getByText("(500 bases)")).toBeVisible();
  await thePage.track.hover();
  await page.mouse.wheel(0, -400);
  await expect(page.getByText("(500 bases)")).toBeHidden();
  await expect(page.locator("cisight-track-view .readout")).toContainText(/importance [\u2212+]?\d/);
  await page.keyboard.press("0");
  await expect(page.getByText("(1,000 bases)")).toBeVisible();
});

test("importance is minus the mean of the three changes", async ({ page }) => {
  const thePage = await openWithShortPromoter(page);
  await thePage.track.press("ArrowRight");
  for (let at = 0; at < 5; at++) {
    await thePage.track.press("PageDown");
    await thePage.track.press("ArrowLeft");
    const text = (await thePage.track.getAttribute("aria-valuetext"))!;
    const importance = parse(/importance (\S+);/.exec(text)![1]!);
    const changes = [...text.matchAll(/to [ACGT] ([^,\s]+)/g)].map((match) => parse(match[1]!));
    expect(changes).toHaveLength(3);
    expect(importance).toBeCloseTo(-changes.reduce((sum, change) => sum + change, 0) / 3, 2);
  }
});

/** A promoter of 60 bases alone, whose 180 mutants are soon computed. */
async function openWithShortPromoter(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>short\n${randomSequence(60)}`);
  await expect(page.getByText(/180 mutants/)).toBeVisible();
  return thePage;
}

test("an edited base changes its own row and the track, and leaves the other rows alone", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const sequence = randomSequence(1000);
  await thePage.sequences.fill(`>mine\n${sequence}`);
  await expect(thePage.rowNames().last()).toHaveText("mine");
  const before = await thePage.readResponses();
  await thePage.responses.getByRole("row", { name: /^mine/ }).getByRole("gridcell").first().click();
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  const edited = sequence.slice(0, 700) + "CCCCTCCCCTCCCCT" + sequence.slice(715);
  await thePage.sequences.fill(`>mine\n${edited}`);
  await expect.poll(async () => (await thePage.readResponses()).get("mine")).not.toEqual(before.get("mine"));
  const after = await thePage.readResponses();
  before.delete("mine");
  after.delete("mine");
  expect(after).toEqual(before);
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  // The track of the edited promoter is what a fresh page computes of it, wherever it began to grow.
  const importance = async () => {
    await thePage.track.focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < 70; step++) await page.keyboard.press("Control+ArrowRight");
    return thePage.track.getAttribute("aria-valuetext");
  };
  const grown = await importance();
  await page.reload();
  await expect(page.getByText("3,000 mutants")).toBeVisible();
  expect(await importance()).toBe(grown);
});

test("every gene in every condition comes in row by row, can be cancelled, and leaves a short link", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await page.getByRole("button", { name: "Add all 173" }).click();
  await expect(thePage.responses).toHaveAttribute("aria-colcount", "174");
  await page.getByRole("button", { name: "Add every gene" }).click();
  await expect(page.getByRole("button", { name: /^Remove all 5,98\d/ })).toBeVisible();
  // Rows are on show long before the last one is there.
  await expect(thePage.rowNames().nth(10)).toBeVisible();
  await page
    .getByRole("region", { name: "Predicted response" })
    .getByRole("button", { name: "Cancel" })
    .click();
  await expect(page.getByText("The prediction was cancelled.")).toBeVisible();
  await page.getByRole("button", { name: /^Remove all 5,98\d/ }).click();
  await thePage.sequences.fill(randomSequence(1000));
  await expect(thePage.rowNames()).toHaveCount(1);
  await expect(page).toHaveURL(/presets=\*/);
});
