import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import type { Files } from "./chosen-files.ts";
import { asFasta, expectClose, ModelWindow, savedResponses, select } from "./model-window.ts";
import { Conversation, fixture, network, within, type Fixture } from "./network-conversation.ts";
import { ThePage } from "./the-page.ts";

const table = ({ sequences, outputs }: Fixture) =>
  sequences.map((bases, at) => [bases, ...outputs[at]!].join("\t")).join("\n");

test("an ONNX file is talked about, compared, added and answers as PyTorch does", async ({ page }) => {
  const known = fixture("onnx", "residual");
  const [thePage, window] = await Conversation.begin(page);
  await window.take({ "residual.onnx": network("residual.onnx") });
  const { seen } = window;
  await expect(seen).toContainText(
    "Reads “sequence”: 4 × 40, which looks like 4 letters along 40 positions.",
  );
  await expect(seen).toContainText(/Operators: .*\d+ Conv/);
  await expect(seen).toContainText(/% of this network's arithmetic is computed only where a change reaches/);
  await expectAccessible(page);

  await expect(window.field("Letters in their order")).toHaveValue("ACGT");
  await window.field("Placed by").fill("start codon");
  await window.field("What it predicts").fill("leaf = log2 TPM\nroot = log2 TPM");
  await window.dialog.getByRole("combobox", { name: "Kind of number" }).selectOption("log");
  await window.field("Sequences for a preview").fill(asFasta(known.sequences));
  await window.field("Values that you know (optional)").fill(table(known));

  // Letters in another order show at once, and nothing that was typed is lost.
  await window.field("Letters in their order").fill("AGCT");
  await window.preview();
  await expect(window.alert).toHaveText(
    /Line 1: .* is expected, but the network predicts .*check the letters/,
  );
  await window.check();
  await expect(window.alert).toHaveText(/Line 1: .* is expected/);
  await window.field("Letters in their order").fill("ACG");
  await window.preview();
  await expect(window.alert).toHaveText(/“?"ACG"/);
  await expect(window.field("What it predicts")).toHaveValue("leaf = log2 TPM\nroot = log2 TPM");
  await window.field("Letters in their order").fill("ACGT");
  await window.preview();
  await expect(window.dialog.getByText("3 sequences as expected")).toBeVisible();
  const predicted = window.dialog.getByRole("row").filter({ hasText: "s0" }).getByRole("cell");
  await expect(predicted).toHaveText([/^1\.00[67]$/, /^0\.5(90|899|900)\d?$/]);
  await expectAccessible(page);

  await window.title.fill("Leaf and root");
  await window.check();
  await expect(window.dialog.getByText(/ is added and kept in this browser/)).toBeVisible();
  await window.use();
  await expect(select(page)).toHaveValue("own-leaf-and-root");
  await thePage.sequences.fill(asFasta(known.sequences));
  await expect(thePage.columnNames()).toHaveText(["leaf", "root"]);
  await expect(thePage.rowNames()).toHaveText(["s0", "s1", "s2"]);
  const responses = await savedResponses(page);
  expect(responses.map((row) => row.length)).toEqual([2, 2, 2]);
  expectClose(responses, known.outputs, within);
  await expect(page.getByText("120 mutants")).toBeVisible();
  await page.getByRole("tab", { name: "Designer" }).click();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(page.getByRole("rowheader").filter({ hasText: "→" }).first()).toBeVisible();

  await ModelWindow.open(page);
  const download = page.waitForEvent("download");
  await window.list.getByRole("button", { name: "Save Leaf and root as zip" }).click();
  const zip = readFileSync(await (await download).path());
  const answers = JSON.parse(strFromU8(unzipSync(zip)["own-leaf-and-root/answers.json"]!)) as object;
  expect(answers).toMatchObject({
    scale: "log",
    bases: { sequence: { letters: "ACGT", anchor: "start codon" } },
  });
  await window.add({ "again.zip": zip }, "Again");
  await window.use();
  await expect(select(page)).toHaveValue("own-again");
  await expect(thePage.columnNames()).toHaveText(["leaf", "root"]);
  expectClose(await savedResponses(page), responses);
});

const keras: [string, string, Files][] = [
  ["sequential-2.h5", "keras-2", {}],
  // What a file of answers says stands in the fields.
  [
    "functional-3.keras",
    "keras-3",
    {
      "answers.json": JSON.stringify({
        title: "With answers",
        letters: "ACGT",
        scale: "probability",
        outputs: ["a", "b", "c"].map((name) => ({ name, unit: "share" })),
      }),
    },
  ],
];
for (const [file, listing, beside] of keras)
  test(`${file} is added with what is proposed and answers as Keras does`, async ({ page }) => {
    const known = fixture(listing, file);
    const [thePage, window] = await Conversation.begin(page);
    await window.take({ [file]: network(file), ...beside });
    await window.field("Values that you know (optional)").fill(table(known));
    const title = await window.title.inputValue();
    expect(title).toBe(beside["answers.json"] ? "With answers" : "sequential-2");
    await window.check();
    await expect(window.dialog.getByText("3 sequences as expected")).toBeVisible();
    await window.use();
    await thePage.sequences.fill(asFasta(known.sequences));
    await expect(thePage.rowNames()).toHaveText(["s0", "s1", "s2"]);
    await expect(thePage.columnNames()).toHaveCount(known.outputs[0]!.length);
    expectClose(await savedResponses(page), known.outputs, within);
  });

/** The same file with a word in it replaced by another one of its length. */
function replaced(file: string, from: string, to: string): Uint8Array {
  const bytes = Buffer.from(network(file));
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThan(0);
  bytes.write(to, at);
  return bytes;
}

/** A `.keras` file with another configuration. */
function reconfigured(file: string, change: (config: string) => string): Uint8Array {
  const entries = unzipSync(network(file));
  const before = strFromU8(entries["config.json"]!);
  const after = change(before);
  expect(after).not.toBe(before);
  return zipSync({ ...entries, "config.json": strToU8(after) });
}

const withLambda = (config: string) => config.replace('"class_name": "Conv1D"', '"class_name": "Lambda"');
const withAnyLength = (config: string) => config.replaceAll("[null, 40, 4]", "[null, null, 4]");

test("a network that cannot be read is refused in a sentence, and the next good one works", async ({
  page,
}) => {
  const [, window] = await Conversation.begin(page);
  const hostile: [string, Uint8Array, RegExp][] = [
    [
      "odd.onnx",
      replaced("residual.onnx", "\x04Conv", "\x04Comv"),
      /The node ".*Conv" is of the kind "Comv", which Cisight does not know/,
    ],
    ["short.onnx", network("residual.onnx").subarray(0, 900), /intact ONNX file|is no ONNX file/],
    ["short.h5", network("sequential-2.h5").subarray(0, 2000), /not an intact HDF5 file/],
    [
      "code.keras",
      reconfigured("sequential-3.keras", withLambda),
      /is of the kind "Lambda" and holds code; nothing in a file is executed/,
    ],
    ["text.h5", strToU8("hello"), /is no ONNX file/],
  ];
  for (const [name, content, says] of hostile)
    await test.step(name, async () => {
      await window.choose({ [name]: content });
      await expect(window.alert).toHaveText(says);
      await expect(window.seen).toHaveCount(0);
      await window.check();
      await expect(window.alert).toHaveText(says);
    });
  await window.choose({ "residual.onnx": network("residual.onnx"), "answers.json": '{"colour": "blue"}' });
  await expect(window.alert).toHaveText(/unknown field `colour`/);
  await window.take({ "sequential-2.h5": network("sequential-2.h5") });
  await expect(window.alert).toHaveCount(0);
});

test("a length that a file leaves open is asked for", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  const [, window] = await Conversation.begin(page);
  await window.choose({ "open.keras": reconfigured("sequential-3.keras", withAnyLength) });
  await expect(window.alert).toHaveText(/reads any length: say which length the network is to have/);
  const again = window.dialog.getByRole("button", { name: "Read it again" });
  await window.field("Length of the input").fill("many");
  await again.click();
  await expect(window.alert).toHaveText(/“many” is no length/);
  await window.field("Length of the input").fill("40");
  await again.click();
  await expect(window.dialog.getByText("4 letters along 40 positions")).toBeVisible();
  await expect(window.alert).toHaveCount(0);
  const overhang = await window.dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});

test("models are compared before one is chosen, by keyboard and on a narrow screen", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await ThePage.open(page);
  await page.getByRole("button", { name: "Compare models…" }).click();
  const dialog = page.getByRole("dialog", { name: "Compare models" });
  const model = dialog.getByRole("article", { name: "DeepAtt, reporter expression in YPD" });
  for (const said of [
    "Saccharomyces cerevisiae",
    "80-bp insert between constant flanks",
    "Expression (standardised",
    "Eeshit Dhaval Vaishnav",
    "MIT, copyright 2021 1edv",
    "r² 0.914 on 5,043 random and 0.630 on 460 native promoters in YPD; according to Cisight's own measurement",
  ])
    await expect(model).toContainText(said);
  await expect(model).toContainText(/Download\s*1\d\d kB/);
  await expect(dialog.getByText("in use")).toHaveCount(1);
  await expectAccessible(page);
  const overhang = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(overhang).toBeLessThanOrEqual(0);
  expect(asked.filter((path) => /deepatt.*weights/.test(path))).toEqual([]);
  await model.getByRole("button", { name: /^Use / }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(select(page)).toHaveValue("deepatt-yeast");
});
