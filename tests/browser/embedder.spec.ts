import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asChosen, type Files } from "./chosen-files.ts";
import { checkpoint, weightsOf } from "./model-files.ts";
import { onSoftwareAdapter } from "./software-adapter.ts";
import { ThePage } from "./the-page.ts";

/**
 * Embeddings that the page makes itself, with a language model of random weights (tests/fixtures/caduceus.py), for a model that reads one
 * vector of 20 beside its promoter.
 */

test.use(onSoftwareAdapter);

const width = 20;

interface Caduceus {
  config: Record<string, unknown>;
  sequences: string[];
  /** Of each sequence, each base: both strands' side by side, the other's channels backwards. */
  hidden_states: number[][][];
}

const caduceus = JSON.parse(readFileSync("tests/fixtures/caduceus-fused.json", "utf8")) as Caduceus;
const tiny = (file: string) => readFileSync(`tests/fixtures/caduceus-tiny/${file}`);
const published: Files = {
  "config.json": JSON.stringify({ ...caduceus.config, window: 64 }),
  "model.safetensors": checkpoint("caduceus-fused.safetensors"),
};
const fromCommandLine: Files = {
  "embedder.json": tiny("embedder.json"),
  "weights.safetensors": tiny("weights.safetensors"),
};

const asFasta = (sequences: Record<string, string>) =>
  Object.entries(sequences)
    .map(([name, bases]) => `>${name}\n${bases}\n`)
    .join("");
const published2 = Object.fromEntries(caduceus.sequences.map((bases, at) => [`s${at}`, bases]));

/** The mean over all bases and both strands. */
function vectorOf(states: number[][]): number[] {
  return Array.from({ length: width }, (_, channel) => {
    const both = states.map((base) => (base[channel]! + base[2 * width - 1 - channel]!) / 2);
    return both.reduce((sum, value) => sum + value, 0) / states.length;
  });
}

/** Bases that repeat nothing: no two windows are the same. */
function someBases(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return "ACGT"[(seed >>> 16) % 4]!;
  }).join("");
}

function tower(channels: number, at: number) {
  const norms = ["weight", "bias", "running_mean", "running_var"];
  return {
    [`inputs.${at}.convolutions.0.weight`]: [2, channels, 1],
    ...Object.fromEntries(norms.map((name) => [`inputs.${at}.norms.0.${name}`, [2]])),
  };
}

/** A model that reads 80 bases and a vector of the language model. */
async function addModel(page: Page): Promise<void> {
  const convolutions = [{ channels: 2, width: 1 }];
  const config = {
    inputs: [
      { reads: "bases", window: 80, convolutions },
      { reads: "embedding", positions: 1, width, convolutions },
    ],
    ...{ joined: 2, head: [], outputs: 1, activation: "relu" },
  };
  const inputs = [
    { kind: "bases", name: "promoter", window: 80, alphabet: "ACGT", anchor: "start codon", downstream: 0 },
    { kind: "embedding", name: "context", positions: 1, width },
  ];
  const outputs = [{ name: "expression", unit: "none" }];
  const weights = weightsOf({
    ...tower(4, 0),
    ...tower(width, 1),
    ...{ "joined.weight": [2, 162], "joined.bias": [2], "head.0.weight": [1, 2], "head.0.bias": [1] },
  });
  await page.getByRole("button", { name: "Add a model…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a model" });
  const files = { "joint.safetensors": weights, "joint.json": JSON.stringify({ config, inputs, outputs }) };
  await dialog.locator("cisight-file-drop input[type=file]").setInputFiles(asChosen(files));
  await dialog.getByRole("button", { name: "Check and add" }).click();
  await dialog.getByRole("button", { name: "Use it now" }).click();
  await expect(page.getByRole("combobox", { name: "Model", exact: true })).toHaveValue("own-joint");
}

class EmbedderDialog {
  readonly dialog: Locator;
  readonly sequences: Locator;
  readonly core: Locator;

  private constructor(readonly page: Page) {
    this.dialog = page.getByRole("dialog", { name: "Make embeddings" });
    this.sequences = this.dialog.getByRole("textbox", { name: "Sequences to embed" });
    this.core = this.dialog.getByRole("textbox", { name: "Bases of a position" });
  }

  static async open(page: Page, backend = "cpu"): Promise<EmbedderDialog> {
    await ThePage.open(page, `?backend=${backend}`);
    await addModel(page);
    const own = new EmbedderDialog(page);
    await own.reopen();
    return own;
  }

  async reopen(): Promise<void> {
    await this.page.getByRole("button", { name: "Make them here…" }).click();
    await expect(this.dialog).toBeVisible();
  }

  async choose(files: Files): Promise<void> {
    await this.dialog.locator("cisight-file-drop input[type=file]").setInputFiles(asChosen(files));
  }

  async add(files: Files): Promise<void> {
    await this.choose(files);
    await expect(this.dialog.getByText(/was added and is kept in this browser/)).toBeVisible();
  }

  async make(sequences?: Record<string, string>): Promise<void> {
    if (sequences) await this.sequences.fill(asFasta(sequences));
    await this.dialog.getByRole("button", { name: "Make embeddings" }).click();
  }

  says(text: string | RegExp): Locator {
    return this.dialog.getByText(text);
  }

  /** The first vector of each array of the saved file, by their names. */
  async saved(): Promise<Map<string, Float32Array>> {
    const download = this.page.waitForEvent("download");
    await this.dialog.getByRole("button", { name: "Save as .npz" }).click();
    const arrays = unzipSync(readFileSync(await (await download).path()));
    return new Map(
      Object.entries(arrays).map(([name, bytes]) => {
        // What unpacks it takes an entry that was written without its length for all the rest of the file.
        const start = 10 + bytes[8]! + 256 * bytes[9]!;
        const values = bytes.slice(start, start + 4 * width);
        return [name.replace(/\.npy$/, ""), new Float32Array(values.buffer)];
      }),
    );
  }
}

async function expectPublishedVectors(page: Page, backend: string, where: string): Promise<void> {
  const own = await EmbedderDialog.open(page, backend);
  await own.add(published);
  await own.make(published2);
  await expect(own.says("2 embeddings of 1 × 20.")).toBeVisible({ timeout: 120_000 });
  await expect(own.says(`Windows computed: 2 on ${where}`)).toBeVisible();
  const saved = await own.saved();
  expect([...saved.keys()]).toEqual(["s0", "s1"]);
  caduceus.hidden_states.forEach((states, at) => {
    const vector = saved.get(`s${at}`)!;
    const right = vectorOf(states);
    expect(vector.length).toBe(width);
    right.forEach((value, channel) => expect(Math.abs(value - vector[channel]!)).toBeLessThan(1e-4));
  });
  await own.dialog.getByRole("button", { name: "Use them as “context”" }).click();
  await expect(own.dialog).toBeHidden();
  await expect(page.getByText("2 embeddings of 1 × 20")).toBeVisible();
  const thePage = new ThePage(page);
  await thePage.sequences.fill(asFasta(published2));
  await expect(thePage.rows()).toHaveCount(2);
}

test("the authors' files give PyTorch's vectors, and a model reads them", async ({ page }) => {
  await expectPublishedVectors(page, "cpu", "CPU");
});

test("a graphics device that proves itself gives them too", async ({ page }) => {
  test.slow();
  await expectPublishedVectors(page, "webgpu", "WebGPU");
});

test("a variant costs the windows that it lies in, also after the page was left", async ({ page }) => {
  const own = await EmbedderDialog.open(page);
  await own.add(fromCommandLine);
  const bases = someBases(128);
  await own.core.fill("32");
  await own.make({ natural: bases });
  await expect(own.says("Windows computed: 4 on CPU")).toBeVisible();
  await expect(own.says(/The input reads 1 × 20 and these are 4 × 20/)).toBeVisible();
  await page.reload();
  await expect(new ThePage(page).cells.first().or(page.getByText("Further inputs"))).toBeVisible();
  await own.reopen();
  await expect(own.says(/caduceus, 3 layers of 20/)).toBeVisible();
  await expect(own.says(/4 windows embedded/)).toBeVisible();
  await own.core.fill("32");
  const changed = `${bases.slice(0, 40)}${bases[40] === "A" ? "C" : "A"}${bases.slice(41)}`;
  await own.make({ natural: bases, variant: changed });
  await expect(own.says(/Windows computed: 1 on CPU.*; 4 were known before/)).toBeVisible();
  await own.dialog.getByRole("button", { name: /^Delete caduceus/ }).click();
  await own.dialog.getByRole("button", { name: "Yes, delete it" }).click();
  await expect(own.dialog.locator("cisight-embedder-list li")).toHaveCount(0);
});

test("what was done before it was cancelled is kept", async ({ page }) => {
  const own = await EmbedderDialog.open(page);
  await own.add(fromCommandLine);
  await own.core.fill("32");
  await own.make({ long: someBases(32 * 6000) });
  await expect(own.says(/^[1-9][\d,]* of 6,000 windows/)).toBeVisible();
  await own.dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(own.says(/^Cancelled\. The windows that were done are kept/)).toBeVisible();
  await own.make({ short: someBases(32 * 3) });
  // The sequence begins as the long one did.
  await expect(own.says(/No window was computed; 3 were known before/)).toBeVisible();
});

test("what cannot be used is said in a sentence, and the next good input works", async ({ page }) => {
  const own = await EmbedderDialog.open(page);
  await own.make();
  await expect(own.says("Add a language model first: choose its two files above.")).toBeVisible();
  await own.choose({ "one.safetensors": "x", "two.safetensors": "y" });
  await expect(own.says(/Choose one configuration \(\.json\) and one file of weights/)).toBeVisible();
  for (const name of ["one.safetensors", "two.safetensors"])
    await own.dialog.getByRole("button", { name: `Take out ${name}` }).click();
  await own.choose({ ...published, "model.safetensors": "no weights" });
  await expect(own.dialog.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(1);
  for (const name of ["model.safetensors", "config.json"])
    await own.dialog.getByRole("button", { name: `Take out ${name}` }).click();
  await own.add(published);
  await own.sequences.fill("");
  await own.make();
  await expect(own.says("Give the sequences to embed, as FASTA.")).toBeVisible();
  await own.core.fill("-3");
  await own.make(published2);
  await expect(
    own.says("“-3” is no number of bases; write a whole number from 1 on, or nothing."),
  ).toBeVisible();
  await own.core.fill("65");
  await own.make();
  await expect(own.says(/A position has to have from 1 base to as many as a window/)).toBeVisible();
  await expect(own.sequences).toHaveValue(asFasta(published2));
  await own.core.fill("");
  await own.make({ ...published2, empty: "" });
  await expect(own.says("2 embeddings of 1 × 20.")).toBeVisible();
  await expect(own.dialog.getByRole("alert").filter({ hasText: /empty/ })).toHaveCount(1);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the window is accessible, ${colorScheme}, and fits a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    const own = await EmbedderDialog.open(page);
    await own.add(published);
    await own.make(published2);
    await expect(own.says("2 embeddings of 1 × 20.")).toBeVisible();
    await expectAccessible(page);
    const overflow = await own.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
