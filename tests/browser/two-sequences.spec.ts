import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { checkpoint } from "./model-files.ts";
import { asFasta, ModelWindow } from "./model-window.ts";
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
function folder(): Uint8Array {
  const manifest = {
    ...{
      format: 2,
      id: "pairs",
      version: "1.0.0",
      title: "Pairs",
      species: "unknown",
      architecture: "joint",
    },
    ...{ config: joint.config, members: 1, inputs: joint.inputs, outputs: joint.outputs },
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
