import { expect, test } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

test("what was corrected in promoters is said once, with the names of those it was corrected in", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const window = randomSequence(1000);
  const records = {
    long: window + window,
    longer: window + window,
    short: window.slice(400),
    "<b>codes</b>": `${window.slice(0, -4)}RYKM`,
    small: `${window.slice(0, -1)}${window.slice(-1).toLowerCase()}`,
    spaced: `${window.slice(0, 5)} ${window.slice(5)}`,
  };
  await thePage.sequences.fill(
    Object.entries(records)
      .map(([name, bases]) => `>${name}\n${bases}\n`)
      .join(""),
  );
  await expect(thePage.promoterMessages.getByRole("status").locator("p")).toHaveText([
    "long, longer: 2000 bases given: only the last 1000 are read.",
    "short: 600 bases given: the 400 upstream of them are left empty.",
    "<b>codes</b>: 4 IUPAC ambiguity codes read as N.",
    "small: 1 lower-case letter read as upper case.",
    "spaced: 1 space or digit left out.",
    // Then, once they are predicted, what is unlike the promoters of the training: random bases are.
    /^long: its words of 5 bases are unusual, by /,
    /^longer: its words of 5 bases are unusual, by /,
    /^short: its words of 5 bases are unusual, by /,
    "\u2026 and 3 more like these.",
  ]);
  await expect(thePage.promoterMessages.locator("b")).toHaveCount(0);
  await expect(thePage.promoterMessages.getByRole("alert")).toBeEmpty();
});

test("an insert that was completed to a construct says so", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
  await thePage.sequences.fill(`>insert\n${randomSequence(80)}\n`);
  await expect(thePage.promoterMessages.getByRole("status").locator("p")).toHaveText([
    /^insert: 80 bases completed with the constant \d+ bases before and \d+ after them\.$/,
  ]);
});

test("what was supposed of a TF table is said, and what does not match", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const notes = thePage.conditionMessages.getByRole("status").locator("p");
  await thePage.tfTable.fill("HSF1\t\t17.3\nMSN2\t1\t2\nNOBODY\t1\t2\n<i>x</i>\t1\t2\n");
  await expect(notes).toHaveText([
    "2 TFs of the table matched the model.",
    /^\d+ TFs of the model are not in the table \(.*\); the model's mean stands in\.$/,
    "2 rows of the table are not TFs of the model and are not used (NOBODY, <i>x</i>).",
    "The table has no header line, so its conditions are numbered.",
    "Values up to 17.3 do not look like log2 ratios, which this model reads.",
    "1 empty cell takes the TF's mean over the training conditions.",
    // Then what is unlike the conditions of the training.
    /^condition 2: the level of HSF1 is [\d.]+ standard deviations from its mean; in the conditions that the model was trained on no TF goes beyond [\d.]+\.$/,
    /^condition 2: its TF levels are [\d.]+ standard deviations from their means on the whole; /,
    "\u2026 and 1 more like these.",
  ]);
  await expect(thePage.conditionMessages.locator("i")).toHaveCount(0);
  await thePage.tfTable.fill(
    "gene\tlog2FoldChange\tpadj\tdescription\nHSF1\t1.5\t0.01\ta factor\nMSN2\t-1\t0.2\tanother\n__no_feature\t0\t1\tnone\n",
  );
  await expect(notes.filter({ hasText: /^(This is|Left out)/ })).toHaveText([
    'Left out: the row "__no_feature": reads of no gene.',
    'This is a table of a test of differential expression: the condition is its change "log2FoldChange".',
    'Left out: the column "description", which holds names or descriptions.',
    'Left out: the column "padj", which holds a statistic, no levels.',
  ]);
});

test("a variant that cannot be used is named beside those that can", async ({ page }) => {
  await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
  await page.getByRole("tab", { name: "Variants" }).click();
  const bases = randomSequence(80);
  const field = page.getByRole("textbox", { name: "Variants" });
  await field.fill(
    `name\treference\talternative\ngood\t${bases}\tA${bases.slice(1)}\n<u>bad</u>\t${bases}\tACGTM-KL\n`,
  );
  const messages = page.locator("cisight-variants-panel cisight-messages");
  await expect(messages.getByRole("alert").locator("p")).toHaveText([
    /^Line 3 \(“<u>bad<\/u>”\), alternative: it has a gap \('-' at position 6\)/,
  ]);
  await expect(messages.locator("u")).toHaveCount(0);
  await expect(page.locator("cisight-variants-panel")).toContainText("1 variant");
});
