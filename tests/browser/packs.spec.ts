import { strToU8 } from "fflate";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { asFasta, expectClose, ModelWindow, savedResponses } from "./model-window.ts";
import { Conversation, within } from "./network-conversation.ts";
import { convolution } from "./onnx-file.ts";
import { randomSequence } from "./the-page.ts";

/** Packs of Sequence Browser (.czpack): a manifest, beside the ONNX file that it is of. */

const taps = 25;
const kernels = [0, 1].map((channel) =>
  [0, 1, 2, 3].map((letter) =>
    Array.from({ length: taps }, (_, tap) => Math.sin(1 + 7 * channel + 3 * letter + 1.7 * tap) / 4),
  ),
);
const onnx = convolution({ name: "w", extents: [2, 4, taps], values: kernels.flat(2) });
const sequences = [3, 5, 8].map((seed) => randomSequence(31, seed));
/** What the network gives: for each channel, for each place. */
const given = (bases: string) =>
  kernels.map((kernel) =>
    Array.from({ length: bases.length - taps + 1 }, (_, place) =>
      kernel[0]!.reduce((sum, _weight, tap) => sum + kernel["ACGT".indexOf(bases[place + tap]!)]![tap]!, 0),
    ),
  );
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** What the tracks show of the bases in the middle, on average. */
const shown = (bases: string, length: number) => {
  const start = bases.length - length;
  const [first = [], second = []] = given(bases.slice(start));
  return [mean(first), mean(second.map(Math.abs))];
};

const track = (id: string, channelIndex: number, more: object = {}) => ({
  ...{ id, name: `the ${id}`, kind: "signal", color: "#77b6ff", height: 76, outputName: "y", channelIndex },
  ...more,
});
const pack = (change: object = {}) =>
  JSON.stringify({
    schemaVersion: 1,
    id: "taps",
    name: "Two taps",
    description: "Weights that follow a sine.",
    sequenceProvider: { type: "ucsc", genome: "sacCer3" },
    model: { format: "onnx", url: "https://example.org/models/taps.onnx?v=2", inputName: "x" },
    inference: { flankBp: 12 },
    subtracks: [
      track("first", 0, { scaleMode: "signed" }),
      track("second", 1, { transform: "abs" }),
      track("hidden", 1, { defaultVisible: false }),
    ],
    ...change,
  });

test("a pack answers what it can for its network, which then predicts what the ONNX file does", async ({
  page,
}) => {
  const [thePage, window] = await Conversation.begin(page);
  // The pack alone, before its network.
  await window.choose({ "taps.czpack": pack() });
  await expect(window.alert).toHaveText(
    /^The pack taps\.czpack names its network: choose taps\.onnx as well/,
  );
  const chosen = window.dialog.getByRole("list", { name: "Chosen files" });
  await expect(chosen.getByRole("listitem")).toHaveText([/taps\.czpack\s+pack of Sequence Browser/i]);
  await window.check();
  await expect(window.alert).toHaveText(/choose taps\.onnx as well/);
  await window.take({ "taps.onnx": onnx });
  await expect(window.alert).toHaveCount(0);
  await expect(chosen.getByRole("listitem")).toHaveText([/taps\.czpack/, /taps\.onnx\s+network/]);
  await expect(window.seen).toContainText(
    "Reads “x”: 4 × 25, which looks like 4 letters along 25 positions.",
  );
  await expect(window.seen).toContainText("1 track of the pack is left out");
  await expect(window.title).toHaveValue("Two taps");
  await expect(window.field("Letters in their order")).toHaveValue("ACGT");
  await expect(window.field("Placed by")).toHaveValue("middle of the window");
  await expect(window.field("Bases from there on")).toHaveValue("13");
  await expect(window.field("What it predicts")).toHaveValue(
    "the first = signal of the track\nthe second = signal of the track",
  );
  await expectAccessible(page);
  const overhang = async () => window.dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await overhang()).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 900 });

  // Tracks over more than one place are averaged.
  await window.field("Length of the input").fill("31");
  await window.dialog.getByRole("button", { name: "Read it again" }).click();
  await expect(window.seen).toContainText("4 letters along 31 positions");
  const known = sequences.map((bases) => [bases, ...shown(bases, 31)].join("\t")).join("\n");
  await window.field("Values that you know (optional)").fill(known);
  await window.preview();
  await expect(window.dialog.getByText("3 sequences as expected")).toBeVisible();
  await window.field("Values that you know (optional)").fill("");
  await window.field("Length of the input").fill("");
  await window.dialog.getByRole("button", { name: "Read it again" }).click();
  await expect(window.seen).toContainText("4 letters along 25 positions");

  await window.check();
  await expect(window.dialog.getByText(/ is added and kept in this browser/)).toBeVisible();
  await window.use();
  const middles = sequences.map((bases) => bases.slice(-taps));
  await thePage.sequences.fill(asFasta(middles));
  await expect(thePage.columnNames()).toHaveText(["the first", "the second"]);
  await expect(thePage.rowNames()).toHaveText(["s0", "s1", "s2"]);
  const packed = await savedResponses(page);
  expectClose(
    packed,
    middles.map((bases) => shown(bases, taps)),
    within,
  );
  // The ONNX file without its pack: the same numbers, of which a track shows one without its sign.
  await ModelWindow.open(page);
  await window.choose({ "taps.onnx": onnx });
  await expect(window.alert).toHaveText(/reads any length/);
  await window.field("Length of the input").fill(String(taps));
  await window.dialog.getByRole("button", { name: "Read it again" }).click();
  await expect(window.seen).toBeVisible();
  await expect(window.seen).not.toContainText("left out");
  await window.field("What it predicts").fill("first = 1\nsecond = 1");
  await window.title.fill("Without a pack");
  await window.check();
  await window.use();
  await expect(thePage.columnNames()).toHaveText(["first", "second"]);
  await expect(thePage.rowNames()).toHaveText(["s0", "s1", "s2"]);
  const bare = await savedResponses(page);
  expect(bare.some(([, second = 0]) => second < 0)).toBe(true);
  expectClose(
    bare.map(([first = NaN, second = NaN]) => [first, Math.abs(second)]),
    packed,
  );
});

test("a pack that cannot be read is refused in a sentence, and its files can be taken back", async ({
  page,
}) => {
  const [, window] = await Conversation.begin(page);
  const url = "taps.onnx";
  const hostile: [string, string | Uint8Array, RegExp][] = [
    ["text", "hello", /this is no \.czpack of Sequence Browser/i],
    ["no text", Uint8Array.from([123, 255, 254, 0]), /this is no \.czpack of Sequence Browser/i],
    ["a bottomless list", "[".repeat(100_000), /this is no \.czpack of Sequence Browser/i],
    ["another version", pack({ schemaVersion: 2 }), /has the version 2 of its format; version 1 is read/],
    ["another format", pack({ model: { format: "tfjs", url } }), /of the format "tfjs"; only "onnx"/],
    ["no network", pack({ model: { format: "onnx" } }), /missing field `url`/],
    [
      "another input",
      pack({ model: { format: "onnx", url, inputName: "dna" } }),
      /reads its sequence at "dna"/,
    ],
    [
      "a channel too far",
      pack({ subtracks: [track("far", 2)] }),
      /shows channel 2 of "y", which the network/,
    ],
    ["nothing shown", pack({ subtracks: [] }), /shows none of the network's answers/],
    ["a flank without end", pack({ inference: { flankBp: 2 ** 32 - 1 } }), /may hold \d+ numbers/],
  ];
  for (const [what, content, says] of hostile)
    await test.step(what, async () => {
      await window.choose({ "taps.czpack": content, "taps.onnx": onnx });
      await expect(window.alert).toHaveText(says);
      await expect(window.seen).toHaveCount(0);
      await window.check();
      await expect(window.alert).toHaveText(says);
    });
  // A pack that is broken says so before its network is there.
  await window.dialog.getByRole("button", { name: /taps\.onnx/ }).click();
  await window.choose({ "broken.czpack": "hello" });
  await expect(window.alert).toHaveText(/this is no \.czpack of Sequence Browser/i);
  await window.choose({ "a.czpack": pack(), "b.czpack": pack() });
  await expect(window.alert).toHaveText(/There are two models, a\.czpack and b\.czpack/);
  await window.choose({ "a.czpack": pack(), "weights.pt": strToU8("PK") });
  await expect(window.alert).toHaveText(/There are two models, a\.czpack and weights\.pt/);

  await window.take({ "taps.czpack": pack(), "renamed.onnx": onnx });
  await expect(window.alert).toHaveCount(0);
  // Without the pack, its length is lacking again.
  await window.dialog.getByRole("button", { name: /taps\.czpack/ }).click();
  await expect(window.alert).toHaveText(/reads any length/);
  await window.take({ "taps.czpack": pack() });
  await expect(window.seen).toContainText("1 track of the pack is left out");
});
