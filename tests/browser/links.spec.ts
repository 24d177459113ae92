import { deflateRawSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

const fasta = (count: number, seed: number) =>
  Array.from({ length: count }, (_, at) => `>p${at + 1}\n${randomSequence(1000, seed + at)}`).join("\n");

async function openLink(page: Page, address: string): Promise<ThePage> {
  await page.goto("about:blank");
  await page.goto(address);
  return new ThePage(page);
}

test("a link says what it has no room for, to its maker and to whoever opens it", async ({
  page,
  browser,
}) => {
  const thePage = await ThePage.open(page);
  const variants = "-45A>G\n-40delT";
  await page.getByRole("tab", { name: "Variants" }).click();
  await page.getByRole("textbox", { name: "Variants" }).fill(variants);
  await thePage.sequences.fill(fasta(25, 1));
  await expect(page).toHaveURL(/;seq=.*;var=/);
  await expect(page).not.toHaveURL(/without=/);
  await expect(page.getByText(/A link has no room for/)).toBeHidden();

  await thePage.sequences.fill(fasta(60, 1));
  const said = page.getByRole("status").filter({ hasText: "A link has no room for your own sequences:" });
  await expect(said).toBeVisible();
  await expect(page).toHaveURL(/;without=seq$/);
  const download = page.waitForEvent("download");
  await said.getByRole("button", { name: "Save session" }).click();
  expect((await download).suggestedFilename()).toBe("cisight-session.json");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied in part" })).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());

  const elsewhere = await browser.newPage();
  const theirs = await openLink(elsewhere, address);
  await expect(
    elsewhere
      .getByRole("status")
      .filter({ hasText: /This link had no room for its sender's own sequences.*session file/ }),
  ).toBeVisible();
  await expect(theirs.sequences).toHaveValue("");
  await elsewhere.getByRole("tab", { name: "Variants" }).click();
  await expect(elsewhere.getByRole("textbox", { name: "Variants" })).toHaveValue(variants);
  await elsewhere.close();
});

test("edits stay with the sequence they were made on, whatever is pasted over it", async ({ page }) => {
  const [one, two, other] = [randomSequence(200), randomSequence(200, 2), randomSequence(200, 3)];
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>first\n${one}\n>second\n${two}`);
  await thePage.rowNames().filter({ hasText: "second" }).click();
  await page.getByRole("combobox", { name: "Promoter", exact: true }).first().selectOption("second");
  await page.getByText("Sequence: second").click();
  const changed = two.slice(0, 50) + (two[50] === "A" ? "C" : "A") + two.slice(51);
  await page.getByRole("textbox", { name: "Sequence of second" }).fill(changed);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(thePage.rowNames()).toHaveText(["first", "second", "second (edited)"]);

  // In another place, and under another name, it is still that sequence.
  await thePage.sequences.fill(`>renamed\n${two}\n>new\n${other}\n>first\n${one}`);
  await expect(thePage.rowNames()).toHaveText(["renamed", "renamed (edited)", "new", "first"]);
  // Where that sequence is gone, nothing else is shown as an edit.
  await thePage.sequences.fill(`>first\n${one}\n>second\n${other}`);
  await expect(thePage.rowNames()).toHaveText(["first", "second"]);
  await expect(thePage.promoterMessages).toContainText("The edit of renamed is set aside");
  await expect(page).not.toHaveURL(/;edit=/);
  await page.getByRole("button", { name: /^Undo the last change: other promoters/ }).click();
  await expect(thePage.rowNames()).toHaveText(["renamed", "renamed (edited)", "new", "first"]);
  await expect(thePage.sequences).toHaveValue(/^>renamed/);
  await expect(thePage.promoterMessages).not.toContainText("set aside");

  // The same for conditions.
  await thePage.tfTable.fill("TF\tmine\nHSF1\t1.5\n");
  await expect(thePage.columnNames().last()).toHaveText("mine");
  await page.getByRole("combobox", { name: "Condition", exact: true }).first().selectOption("mine");
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await page.getByRole("combobox", { name: /TF/ }).first().fill("HSF1");
  await page.keyboard.press("Enter");
  const slider = page.getByRole("slider", { name: /HSF1/ });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(thePage.columnNames().last()).toHaveText("mine (adjusted)");
  await thePage.tfTable.fill("TF\tyours\nHSF1\t-1.5\n");
  await expect(thePage.columnNames().last()).toHaveText("yours");
  await expect(thePage.conditionMessages).toContainText("The edit of mine is set aside");

  // A link of before edits were bound to sequences means what stands in their place.
  const old = `#v1;genes=YFL014W;presets=heat-shock-20min;cell=0.0;edit=${pack(
    JSON.stringify({ p: [["YFL014W", changed]], c: [] }),
  )}`;
  const linked = await openLink(page, `./?backend=cpu${old}`);
  await expect(linked.rowNames()).toHaveText(["HSP12", "HSP12 (edited)"]);
});

function pack(text: string): string {
  return deflateRawSync(text).toString("base64url");
}
