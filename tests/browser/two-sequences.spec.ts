import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { checkpoint } from "./model-files.ts";
import { asFasta, ModelWindow } from "./model-window.ts";
import { asChosen } from "./chosen-files.ts";
import { contigs, fasta, genes, gff3, reverseComplement } from "./synthetic-genome.ts";
import { ThePage } from "./the-page.ts";

const joint = JSON.parse(readFileSync("tests/fixtures/joint-two-sequences.json", "utf8")) as {
  config: { conditions: { tfs: number } };
  inputs: [object, object];
  outputs: unknown;
  parts: [string[], string[]];
};
const [promoters, terminators] = joint.parts;
const weights = checkpoint("joint-two-sequences.safetensors");

/** A model of two sequences as it ships: its folder, with an example of both. */
function folder(inputs = joint.inputs): Uint8Array {
  const manifest = {
    ...{
      format: 2,
      id: "pairs",
      version: "1.0.0",
      title: "Pairs",
      species: "unknown",
      architecture: "joint",
    },
    ...{ config: joint.config, members: 1, inputs, outputs: joint.outputs },
    conditions: {
      tfs: Array.from({ length: joint.config.conditions.tfs }, (_, at) => ({
        id: `TF${at}`,
        name: `TF${at}`,
      })),
    },
    weights: {
      file: "weights.safetensors",
      bytes: weights.length,
      sha256: createHash("sha256").update(weights).digest("hex"),
    },
    example: "example.fa",
    example_inputs: { terminator: "example-terminator.fa" },
  };
  const genes = (sequences: string[], names: string[]) =>
    sequences.map((bases, at) => `>${names[at]}\n${bases}\n`).join("");
  const named = ["ONE AT1G1", "TWO AT1G2"];
  return zipSync({
    "manifest.json": strToU8(JSON.stringify(manifest)),
    "weights.safetensors": new Uint8Array(weights),
    "example.fa": strToU8(genes(promoters.slice(0, 2), named)),
    // By name, whatever the order.
    "example-terminator.fa": strToU8(genes([terminators[1]!, terminators[0]!], [named[1]!, named[0]!])),
  });
}

test("a model of two sequences answers with its example at once; a visitor's own sequences go without it", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  const window = await ModelWindow.open(page);
  await window.add({ "pairs.zip": folder() });
  await window.use();
  await expect(thePage.rowNames()).toHaveText(["ONE", "TWO"]);
  const inputs = page.locator("cisight-further-input-fields");
  await expect(inputs.getByText("The example promoters come with an example terminator each")).toBeVisible();
  await expect(page.getByRole("slider", { name: /^Mutations of the terminator/ })).toBeVisible();
  await expectAccessible(page);
  const ofExample = await thePage.readResponses();

  // Nothing of it stands with the visitor's own promoters, whatever they are called.
  await thePage.sequences.fill(asFasta(promoters).replace(/>\S+/, ">ONE"));
  await expect(inputs.getByText(/there is no sequence of this name/)).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["ONE", "TWO"]);
  for (const name of ["ONE", "TWO"]) await page.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(page.getByText("The model also reads terminator: give it")).toBeVisible();
  await expect(inputs.getByText("example terminator")).toHaveCount(0);
  await thePage.sequences.fill(asFasta(promoters));
  await page.getByRole("textbox", { name: "terminator", exact: true }).fill(asFasta(terminators));
  await expect(thePage.rowNames()).toHaveCount(promoters.length);
  const own = [...(await thePage.readResponses()).values()];
  expect(own.slice(0, 2)).toEqual([...ofExample.values()]);
});

/** So many bases before and behind a place between two bases of a contig, on a gene's strand. */
function around(gene: string, anchor: "start" | "end", before: number, behind: number): string {
  const { contig, strand, transcripts } = genes.find(({ name }) => name === gene)!;
  const bases = contigs.get(contig)!;
  const [from, to] = [transcripts[0]![0] - 1, transcripts[0]![1]];
  const isForward = strand === "+";
  const at = (anchor === "start") === isForward ? from : to;
  if (isForward) return bases.slice(at - before, at + behind);
  return reverseComplement(bases.slice(at - behind, at + before));
}

test("a genome brings both sequences of its genes, whether it or the model comes first", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const genome = page.getByRole("dialog", { name: "Promoters from any genome" });
  const readGenome = async (assembly: string) => {
    await page.getByRole("button", { name: "Use another genome…" }).click();
    await genome.locator("input[type=file]").setInputFiles(asChosen({ "made.fa": fasta, "made.gff3": gff3 }));
    await genome.getByRole("textbox", { name: "Assembly" }).fill(assembly);
    await genome.getByRole("button", { name: "Read promoters" }).click();
    await expect(genome.getByRole("button", { name: "Use it for gene names" })).toBeVisible();
  };
  const useGenome = () => genome.getByRole("button", { name: "Use it for gene names" }).click();
  const add = async (names: string) => {
    await thePage.gene.fill(names);
    await thePage.gene.press("Enter");
  };
  await readGenome("first");
  await useGenome();
  await add("FWD1 REV1");
  await expect(thePage.rowNames()).toHaveText(["FWD1", "REV1"]);

  // The genome was cut for another model; this one reads both ends of each gene.
  const [first, second] = joint.inputs;
  const window = await ModelWindow.open(page);
  await window.add({
    "pairs.zip": folder([
      { ...first, anchor: "transcription start", downstream: 30 },
      { ...second, anchor: "transcript end", downstream: 40 },
    ]),
  });
  await window.use();
  const brings = page.getByText("The genome that you opened brings the terminator of each gene.");
  await expect(brings).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["FWD1", "REV1"]);
  const ofGenes = await thePage.readResponses();
  await page.reload();
  await expect(brings).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["FWD1", "REV1"]);
  expect(await thePage.readResponses()).toEqual(ofGenes);

  const byHand = (anchor: "start" | "end", before: number, behind: number) =>
    ["FWD1", "REV1"].map((name) => `>own_${name}\n${around(name, anchor, before, behind)}\n`).join("");
  await thePage.sequences.fill(byHand("start", 60, 30));
  await page.getByRole("textbox", { name: "terminator", exact: true }).fill(byHand("end", 20, 40));
  await expect(thePage.rowNames()).toHaveText(["FWD1", "REV1", "own_FWD1", "own_REV1"]);
  const all = await thePage.readResponses();
  for (const name of ["FWD1", "REV1"])
    expect([...all.get(`own_${name}`)!.values()]).toEqual([...ofGenes.get(name)!.values()]);

  await readGenome("second");
  await expect(
    genome.getByText(/With \d genes comes .* 20 bp before and 40 from the transcript end/),
  ).toBeVisible();
  await expectAccessible(page);
  await useGenome();
  await add("MANY1");
  await expect(thePage.rowNames()).toHaveText(["MANY1", "own_FWD1", "own_REV1"]);
});
