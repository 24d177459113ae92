import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { asFasta, savedResponses, select } from "./model-window.ts";
import { Conversation, network } from "./network-conversation.ts";
import { randomSequence, type ThePage } from "./the-page.ts";

/** Variants of a network that was brought: their predictions are those of the changed sequences. */

const files = [
  // Edits go through most of it.
  "residual.onnx",
  "sequential-2.h5",
  // Recurrent from the bases on: it runs whole.
  "recurrent-2.h5",
];

/** As long as the windows: the page keeps no more of a promoter. */
const bases = randomSequence(40, 21);

interface Change {
  /** The bases from this position on, which counts backwards from the end, without a 0. */
  from: number;
  deleted: number;
  inserted: string;
}

const at = (position: number) => bases.length + position;
const other = (letter: string) => "ACGT"["ACGT".indexOf(letter) ^ 2]!;
const swap = (position: number): Change => ({
  from: position,
  deleted: 1,
  inserted: other(bases[at(position)]!),
});

const changes: [string, Change[]][] = [
  [named(swap(-1)), [swap(-1)]],
  [named(swap(-20)), [swap(-20)]],
  [named(swap(-40)), [swap(-40)]],
  ["-12del", [{ from: -12, deleted: 1, inserted: "" }]],
  ["-30_-26del", [{ from: -30, deleted: 5, inserted: "" }]],
  ["-9_-8insTATAAT", [{ from: -8, deleted: 0, inserted: "TATAAT" }]],
  [`${named(swap(-33))}, -15_-14del`, [swap(-33), { from: -15, deleted: 2, inserted: "" }]],
];

function named({ from, inserted }: Change): string {
  return `${from}${bases[at(from)]}>${inserted}`;
}

/** The sequence with changes, which are in the order of their places. */
const changed = (list: readonly Change[]) =>
  list.reduceRight(
    (own, { from, deleted, inserted }) => own.slice(0, at(from)) + inserted + own.slice(at(from) + deleted),
    bases,
  );

async function table(page: Page, name: string): Promise<string[][]> {
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  const [, ...lines] = text.trim().split("\n");
  return lines.map((line) => line.split("\t"));
}

/** What is predicted for whole sequences, in the chosen column's place among the outputs. */
async function predicted(thePage: ThePage, sequences: string[]): Promise<number[][]> {
  await thePage.sequences.fill(asFasta(sequences));
  await expect(thePage.rowNames()).toHaveText(sequences.map((_, row) => `s${row}`));
  return savedResponses(thePage.page);
}

for (const file of files)
  test(`variants in ${file} are answered as their sequences are`, async ({ page }) => {
    const [thePage, window] = await Conversation.begin(page);
    await window.take({ [file]: network(file) });
    await window.check();
    await window.use();
    await expect(select(page)).toHaveValue(/^own-/);
    const whole = await predicted(thePage, [bases, ...changes.map(([, list]) => changed(list))]);
    const outputs = whole[0]!.length;
    const spread = whole.map((row) => row.at(-1)!);
    expect(Math.max(...spread) - Math.min(...spread), "the changes tell nothing apart").toBeGreaterThan(2e-4);

    await predicted(thePage, [bases]);
    await page.getByRole("tab", { name: "Variants" }).click();
    const panel = page.locator("cisight-variants-panel");
    await page.getByRole("textbox", { name: "Variants" }).fill(changes.map(([text]) => text).join("\n"));
    for (let output = 0; output < outputs; output++) {
      await thePage.cells.nth(output).click();
      await expect(panel).toContainText(`${changes.length} variants of s0`);
      // Predictions of the column before may still stand there.
      await expect(async () => {
        const lines = await table(page, "Download variants as TSV");
        expect(lines.map(([name]) => name)).toEqual(changes.map(([text]) => text));
        lines.forEach(([name, , reference, alternative, difference], row) => {
          expect(Math.abs(Number(reference) - whole[0]![output]!), name).toBeLessThan(3e-5);
          expect(Math.abs(Number(alternative) - whole[row + 1]![output]!), name).toBeLessThan(3e-5);
          const effect = whole[row + 1]![output]! - whole[0]![output]!;
          expect(Math.abs(Number(difference) - effect), name).toBeLessThan(3e-5);
        });
      }).toPass({ timeout: 60_000 });
    }

    // As the mutagenesis of the last output has it.
    const lines = await table(page, "Download variants as TSV");
    await page.getByRole("tab", { name: "Bases" }).click();
    await expect(page.getByText("120 mutants")).toBeVisible();
    const mutants = await table(page, "Download TSV");
    for (const [row, position] of [-1, -20, -40].entries()) {
      const to = other(bases[at(position)]!);
      const mutant = mutants.find((line) => line[5] === String(position) && line[3] === to);
      expect(Math.abs(Number(mutant?.[4]) - Number(lines[row]![4])), String(position)).toBeLessThan(5e-5);
    }

    // A table of sequences says the same.
    await page.getByRole("tab", { name: "Variants" }).click();
    const rows = changes.map(([, list], row) => `v${row}\t${bases}\t${changed(list)}`);
    await page
      .getByRole("textbox", { name: "Variants" })
      .fill(["name\treference\talternative", ...rows].join("\n"));
    await expect(panel).toContainText(`${changes.length} variants`);
    await expect(async () => {
      const again = await table(page, "Download variants as TSV");
      expect(again.map(([name]) => name)).toEqual(changes.map((_, row) => `v${row}`));
      again.forEach(([name, , , alternative], row) =>
        expect(Math.abs(Number(alternative) - whole[row + 1]!.at(-1)!), name).toBeLessThan(3e-5),
      );
    }).toPass({ timeout: 60_000 });
  });
