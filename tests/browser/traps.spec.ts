import { statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { withHandle } from "../../www/worker/handles";
import { asChosen } from "./chosen-files.ts";
import { folderZip } from "./model-files.ts";
import { fasta, full, genes, gff3 } from "./synthetic-genome.ts";
import { randomSequence, ThePage } from "./the-page.ts";
import { withTrap, type Trap } from "./trapping-module.ts";

/** A fault of the program itself traps the WebAssembly instance: each worker says so in a sentence, the input stays, the next one is answered. */

async function trap(page: Page, module: "cpu" | "files", ...traps: Trap[]): Promise<void> {
  await page.route(`**/assets/${module}-*.wasm.gz`, async (route) => {
    const body = traps.reduce(withTrap, gunzipSync(await (await route.fetch()).body()));
    await route.fulfill({ body });
  });
}

/** Whatever else was asked of the same worker says it as well. */
const said = (page: Page) => page.getByText(/^The computation stopped \([^)]+\)\. Your input is kept/);

test("in the model's worker, while sequences are read", async ({ page }) => {
  const bad = `>bad\n${randomSequence(333)}`;
  await trap(page, "cpu", { inside: "session_readPromoters", when: { parameter: 2, is: bad.length } });
  const thePage = await ThePage.open(page);
  await thePage.sequences.fill(bad);
  await expect(said(page).first()).toBeVisible();
  await expect(thePage.sequences).toHaveValue(bad);
  await thePage.sequences.fill(`>good\n${randomSequence(300)}`);
  await expect(thePage.rowNames().filter({ hasText: "good" })).toHaveCount(1);
  await expect(said(page)).toHaveCount(0);
  // What was loaded beside the model is there again as well.
  await thePage.gene.fill("HSP26");
  await thePage.gene.press("Enter");
  await expect(thePage.rowNames().filter({ hasText: "HSP26" })).toHaveCount(1);
  expect((await thePage.readResponses()).get("good")?.size).toBeGreaterThan(0);
});

test("in the model's worker, in the middle of a prediction", async ({ page }) => {
  const columns = (names: string[]) => `TF\t${names.join("\t")}\nHSF1\t${names.map(() => "1").join("\t")}\n`;
  const [bad, good] = [columns(["a", "b", "c", "d", "e"]), columns(["a", "b", "c", "d"])];
  await trap(page, "cpu", {
    inside: "session_startGrid",
    when: { parameter: 4, is: 5 },
    later: "gridjob_step",
  });
  const thePage = await ThePage.open(page);
  await thePage.removeAllPresets();
  await thePage.tfTable.fill(bad);
  await expect(said(page).first()).toBeVisible();
  await expect(thePage.tfTable).toHaveValue(bad);
  await thePage.tfTable.fill(good);
  await expect(thePage.columnNames()).toHaveText(["a", "b", "c", "d"]);
  await expect(said(page)).toHaveCount(0);
  const responses = await thePage.readResponses();
  expect([...responses.values()].every((row) => [...row.values()].every(Number.isFinite))).toBe(true);
});

test("in the worker that explains", async ({ page }) => {
  const sequence = (length: number) => `>own\n${randomSequence(length)}`;
  await trap(page, "cpu", {
    inside: "session_startAttribution",
    // The shuffles that DeepLIFT compares with; a gradient compares with none.
    when: { parameter: 6, is: 20 },
    later: "attributionjob_step",
  });
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(sequence(123));
  await expect(page.getByText("369 mutants")).toBeVisible();
  await page.locator("summary", { hasText: "More tracks" }).click();
  const track = (name: string) => page.getByRole("checkbox", { name });
  await track("DeepLIFT").check();
  await expect(said(page).first()).toBeVisible();
  await expect(thePage.sequences).toHaveValue(sequence(123));
  await track("DeepLIFT").uncheck();
  await track("Input × gradient").check();
  await thePage.sequences.fill(sequence(124));
  await expect(page.getByText("372 mutants")).toBeVisible();
  await expect(said(page)).toHaveCount(0);
  await expect(page.locator("cisight-layer-notes li")).toContainText("no reference");
});

test("in the worker that reads genomes", async ({ page }) => {
  const bad = `${fasta}\n`;
  await trap(page, "files", { inside: "genomereader_push", when: { parameter: 2, is: bad.length } });
  await ThePage.open(page);
  await page.getByRole("button", { name: "Use another genome…" }).click();
  const dialog = page.getByRole("dialog", { name: "Promoters from any genome" });
  const read = async (sequence: string) => {
    const files = asChosen({ "made.fa": sequence, "made.gff3": gff3 });
    await dialog.locator("input[type=file]").setInputFiles(files);
    await dialog.getByRole("button", { name: "Read promoters" }).click();
  };
  await dialog.getByRole("textbox", { name: "Species" }).fill("Fungus minor");
  await read(bad);
  await expect(dialog.getByText(/^Reading stopped \([^)]+\)\. What you typed is kept/)).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Species" })).toHaveValue("Fungus minor");
  await expect(dialog.getByRole("list", { name: "Chosen files" }).getByRole("listitem")).toHaveCount(2);
  await read(fasta);
  await expect(dialog.getByText(`${genes.length} promoters: ${full} of the full 1,000 bp`)).toBeVisible();
});

test("in the worker that reads models", async ({ page }) => {
  const good = folderZip("reporter-yeast");
  const bad = folderZip("reporter-yeast", (files) => (files["reporter-yeast/notes.txt"] = new Uint8Array(7)));
  await trap(page, "files", { inside: "unpackModel", when: { parameter: 1, is: bad.length } });
  await ThePage.open(page);
  await page.getByRole("button", { name: "Add a model…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a model" });
  const add = async (zip: Uint8Array) => {
    const chosen = { name: "mine.zip", mimeType: "application/zip", buffer: Buffer.from(zip) };
    await dialog.locator("cisight-file-drop input[type=file]").setInputFiles([chosen]);
    await dialog.getByRole("button", { name: "Check and add" }).click();
  };
  await add(bad);
  await expect(dialog.getByText(/^Reading stopped \([^)]+\)\. What you typed is kept/)).toBeVisible();
  await add(good);
  await expect(dialog.getByText(/ is added and kept in this browser/)).toBeVisible();
});

test("while a model is loaded: said in a sentence, and another model still answers", async ({ page }) => {
  // The weights of the default model.
  const weights = statSync("models/fun-prose-s-cerevisiae/weights.safetensors").size;
  await trap(page, "cpu", { inside: "session_loadModel", when: { parameter: 4, is: weights } });
  await page.goto("./?backend=cpu");
  const failure = page.getByRole("alert").filter({ hasText: "The model could not be loaded." });
  await expect(failure).toContainText(/The part of the page that computes stopped \([^)]+\)/);
  const thePage = new ThePage(page);
  await thePage.sequences.fill(">mine");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(failure).toContainText("The part of the page that computes stopped");
  await expect(thePage.sequences).toHaveValue(">mine");
  await page.goto("./?backend=cpu#v1;model=reporter-yeast");
  await page.reload();
  await expect(thePage.cells.first()).toBeVisible();
});

test("after a trap nothing of the instance is touched, so that the trap is what is reported", async () => {
  // A module with one function, which is exported as "f" and does nothing but trap.
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0, 10, 5, 1, 3, 0, 0, 0x0b],
  ]);
  const { f } = (await WebAssembly.instantiate(module)).instance.exports as { f: () => void };
  let freed = 0;
  const handle = { free: () => void freed++ };
  await expect(withHandle(handle, f)).rejects.toThrow(WebAssembly.RuntimeError);
  expect(freed).toBe(0);
  await expect(withHandle(handle, () => Promise.reject(new Error("bad input")))).rejects.toThrow("bad input");
  expect(await withHandle(handle, () => 7)).toBe(7);
  expect(freed).toBe(2);
});
