import { readFileSync } from "node:fs";
import { strFromU8, strToU8, type Zippable } from "fflate";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import type { Files } from "./chosen-files.ts";
import {
  checkpoint,
  fixture,
  folderZip,
  prefixed,
  withCode,
  withGiantShape,
  withNaN,
  type Config,
} from "./model-files.ts";
import { asFasta, expectClose, ModelWindow, savedResponses, select } from "./model-window.ts";
import { randomSequence, ThePage } from "./the-page.ts";

const funProse = fixture("fun-prose-tiny");
const camformer = fixture("camformer-tiny");
const tfs = funProse.tf_vectors![0]!.map((_, at) => `TF-${"ABCDEFGHIJKL"[at]}`);
const config = JSON.stringify(funProse.config);

const tiny: Files = {
  "fun-prose-tiny.safetensors": checkpoint("fun-prose-tiny.safetensors"),
  "fun-prose-tiny.json": config,
  "tfs.txt": tfs.join("\n"),
};

for (const file of ["fun-prose-tiny.pt", "fun-prose-tiny.safetensors"])
  test(`${file} is added and predicts the fixture's values`, async ({ page }) => {
    const thePage = await ThePage.open(page);
    const window = await ModelWindow.open(page);
    await window.add({ [file]: checkpoint(file), "config.json": config, "tfs.txt": tfs.join("\n") });
    await expect(
      window.dialog.getByText(/reads 120 bp before the start codon and 12 TF levels/i).first(),
    ).toBeVisible();
    await window.use();
    await expect(select(page)).toHaveValue("own-fun-prose-tiny");
    await expect(thePage.columnNames()).toHaveCount(0);
    await thePage.sequences.fill(asFasta(funProse.sequences));
    await expect(thePage.columnNames()).toHaveText(["Mean TF levels"]);
    const [first, ...others] = funProse.tf_vectors!;
    const rows = tfs.map((tf, at) => [tf, first![at], ...others.map((vector) => vector[at])].join("\t"));
    await thePage.tfTable.fill(["TF\ta\tb\tc", ...rows].join("\n"));
    await thePage.removeAllPresets();
    await expect(thePage.columnNames()).toHaveText(["a", "b", "c"]);
    expectClose(await savedResponses(page), funProse["predictions[sequence][condition]"]!);
  });

for (const file of ["camformer-tiny.pt", "camformer-tiny.safetensors"])
  test(`${file} is added and predicts the fixture's values`, async ({ page }) => {
    const thePage = await ThePage.open(page);
    const window = await ModelWindow.open(page);
    await window.add({ [file]: checkpoint(file), "camformer.json": JSON.stringify(camformer) });
    await window.use();
    await expect(page.getByText("This model reads no TF levels")).toBeVisible();
    await thePage.sequences.fill(asFasta(camformer.sequences));
    await expect(thePage.rowNames()).toHaveCount(camformer.sequences.length);
    expectClose(
      await savedResponses(page),
      camformer.predictions!.map((value) => [value]),
    );
  });

test("a wrapper's prefix is left out and said; one that is not known is named", async ({ page }) => {
  await ThePage.open(page);
  const window = await ModelWindow.open(page);
  const name = "fun-prose-tiny.safetensors";
  await window.add({ ...tiny, [name]: prefixed("module._orig_mod.") }, "Wrapped");
  await expect(window.dialog.getByText('the prefix "module._orig_mod." was left out')).toBeVisible();
  await window.choose({ ...tiny, [name]: prefixed("net.") });
  await window.check();
  await expect(window.alert).toHaveText(/names begin with "net\."/);
});

test("a model folder as zip predicts as the shipped one does, with its card and its examples", async ({
  page,
}) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=reporter-yeast");
  const sequences = asFasta([randomSequence(80), randomSequence(80, 11)]);
  await thePage.sequences.fill(sequences);
  const own = thePage.rowNames().filter({ hasText: /^s[01]$/ });
  await expect(own).toHaveCount(2);
  const shipped = await savedResponses(page);
  const window = await ModelWindow.open(page);
  await window.add({ "mine.zip": folderZip("reporter-yeast") }, "My reporter");
  await window.use();
  await expect(select(page)).toHaveValue("own-my-reporter");
  await expect(page.getByRole("button", { name: /^Add the (example|\d+ examples)$/ })).toHaveCount(0);
  await page.getByRole("list", { name: "Chosen examples" }).getByRole("button").first().waitFor();
  await expect(own).toHaveCount(2);
  await expect.poll(async () => (await savedResponses(page)).slice(-2)).toEqual(shipped.slice(-2));
  await page.getByRole("button", { name: "Model card" }).click();
  const [heading = ""] = readFileSync("models/reporter-yeast/MODEL_CARD.md", "utf8").split("\n");
  const card = page.getByRole("dialog").getByRole("heading", { name: heading.replace(/^#+ /, "") });
  await expect(card).toBeVisible();
});

test("a network that the command line made a folder of is added as zip", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=deepatt-yeast");
  const shipped = await thePage.readResponses();
  const window = await ModelWindow.open(page);
  await window.add({ "network.zip": folderZip("deepatt-yeast") }, "My network");
  await window.use();
  await expect(select(page)).toHaveValue("own-my-network");
  await expect(thePage.rowNames()).toHaveText([...shipped.keys()]);
  await expect.poll(() => thePage.readResponses()).toEqual(shipped);
  await expect(page.getByText("330 mutants")).toBeVisible();
});

test("every view works without presets, catalogue and example", async ({ page }) => {
  const reported: string[] = [];
  page.on("pageerror", (error) => reported.push(error.message));
  const thePage = await ThePage.open(page);
  const window = await ModelWindow.open(page);
  await window.add(tiny, "Tiny");
  await window.use();
  await expect(page.getByText("none comes with this model")).toBeVisible();
  await thePage.sequences.fill(`>mine\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["mine"]);
  await expect(page.getByText("360 mutants")).toBeVisible();
  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await expect(page.getByText("TF-A").first()).toBeVisible();
  await page.getByRole("tab", { name: "Designer" }).click();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(page.getByRole("rowheader").filter({ hasText: "→" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Model card" }).click();
  await expect(page.getByRole("dialog").getByText(/added in this browser, from the file/)).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  expect(reported).toEqual([]);
});

test("it stays over a reload, is renamed, deleted, and a link says where it is missing", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const window = await ModelWindow.open(page);
  await window.add(tiny, "Candida, first try");
  await window.use();
  await thePage.sequences.fill(`>mine\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["mine"]);
  const responses = await savedResponses(page);
  await expect(page).toHaveURL(/#v1;model=own-candida-first-try;/);
  const link = page.url();
  await page.reload();
  await expect(thePage.rowNames()).toHaveText(["mine"]);
  expect(await savedResponses(page)).toEqual(responses);
  await expect(select(page).locator("optgroup[label='Your models'] option")).toHaveText([
    /Candida, first try: reads 120 bp/,
  ]);

  await ModelWindow.open(page);
  await window.list.getByRole("button", { name: "Rename Candida, first try" }).click();
  await window.list.getByRole("textbox", { name: "New title" }).fill("Candida");
  await window.list.getByRole("button", { name: "Save" }).click();
  await expect(window.list.getByRole("listitem")).toHaveText(/Candida in use/);
  await window.list.getByRole("button", { name: "Delete Candida" }).click();
  await window.list.getByRole("button", { name: "Yes, delete it" }).click();
  await expect(window.list).toHaveCount(0);
  await window.dialog.getByRole("button", { name: "Close" }).click();
  await expect(select(page)).toHaveValue("fun-prose-s-cerevisiae");
  await page.goto("about:blank");
  await page.goto(link);
  await expect(
    page.getByRole("alert").filter({ hasText: "“own-candida-first-try”, that somebody added" }),
  ).toBeVisible();
  await expect(thePage.sequences).toHaveValue(/^>mine/);
});

const changed = (change: Config) => JSON.stringify({ ...funProse.config, ...change });
const mistakes: [string, Files, RegExp][] = [
  ["no configuration", { ...tiny, "fun-prose-tiny.json": " " }, /Give the configuration/],
  [
    "a configuration that is not JSON",
    { ...tiny, "fun-prose-tiny.json": "{seq_length: 120}" },
    /is not JSON/,
  ],
  ["another number of kernels", { ...tiny, "fun-prose-tiny.json": changed({ conv1_knum: 16 }) }, /conv1/],
  [
    "another window",
    { ...tiny, "fun-prose-tiny.json": changed({ seq_length: 400 }) },
    /fc1|seq_length|shape/,
  ],
  ["a hyperparameter that is missing", { ...tiny, "fun-prose-tiny.json": '{"conv1_knum": 8}' }, /missing/i],
  [
    "a hyperparameter beyond reason",
    { ...tiny, "fun-prose-tiny.json": changed({ xt_hidden: 4e9 }) },
    /xt_hidden|integer|range/,
  ],
  ["a TF list that is too short", { ...tiny, "tfs.txt": tfs.slice(1).join("\n") }, /11.*12|12.*11/],
  ["a TF named twice", { ...tiny, "tfs.txt": [tfs[1], ...tfs.slice(1)].join("\n") }, /TF-B/],
  [
    "weights that are no numbers",
    { ...tiny, "fun-prose-tiny.safetensors": withNaN() },
    /NaN|not a number|finite/i,
  ],
  ["a shape beyond the file", { ...tiny, "fun-prose-tiny.safetensors": withGiantShape() }, /.+/],
  [
    "a file that breaks off",
    { ...tiny, "fun-prose-tiny.safetensors": checkpoint("fun-prose-tiny.safetensors").subarray(0, 70_000) },
    /.+/,
  ],
];

test("what does not fit is said in a sentence, nothing typed is lost, and the next good model works", async ({
  page,
}) => {
  await ThePage.open(page);
  const window = await ModelWindow.open(page);
  await window.check();
  await expect(window.alert).toHaveText(/Choose the checkpoint/);
  for (const [title, files, says] of mistakes)
    await test.step(title, async () => {
      await window.choose(files);
      await window.check();
      await expect(window.alert).toHaveText(says);
      await expect(window.config).toHaveValue(String(files["fun-prose-tiny.json"]));
      await expect(window.tfs).toHaveValue(String(files["tfs.txt"]));
    });
  await window.choose({ "one.pt": "", "two.pt": "" });
  await expect(window.alert).toHaveText(
    /choose one checkpoint, one network .* or one model folder at a time/,
  );
  await window.choose({ "evil.pt": withCode(), "fun-prose-tiny.json": config, "tfs.txt": tfs.join("\n") });
  await window.check();
  await expect(window.alert).toHaveText(/asks to run "posix\.system", and nothing in a file is run here/);
  await window.add(tiny);
});

const reporter = (change: (files: Zippable, manifest: { weights: { file: string } }) => void) =>
  folderZip("reporter-yeast", (files) => {
    const name = "reporter-yeast/manifest.json";
    const manifest = JSON.parse(strFromU8(files[name] as Uint8Array)) as { weights: { file: string } };
    files[name] = strToU8(JSON.stringify(manifest));
    change(files, manifest);
    if (name in files) files[name] = strToU8(JSON.stringify(manifest));
  });
const hostile: [string, () => Uint8Array, RegExp][] = [
  ["no zip at all", () => strToU8("not a zip"), /not an intact zip file/],
  ["no manifest", () => reporter((files) => delete files["reporter-yeast/manifest.json"]), /manifest/],
  [
    "no weights",
    () => reporter((files) => delete files["reporter-yeast/weights.safetensors"]),
    /names “?"?weights\.safetensors/,
  ],
  [
    "weights of another model",
    () =>
      reporter(
        (files) =>
          (files["reporter-yeast/weights.safetensors"] = new Uint8Array(
            checkpoint("camformer-tiny.safetensors"),
          )),
      ),
    /SHA-256|bytes/,
  ],
  [
    "a name that leads out",
    () => reporter((_, manifest) => (manifest.weights.file = "../weights.safetensors")),
    /files lie beside its manifest/,
  ],
  [
    "a file that unpacks to far more than it holds",
    () => reporter((files) => (files["reporter-yeast/MODEL_CARD.md"] = new Uint8Array(64_000_000))),
    /unpacks to more than a model may have/,
  ],
];

test("a model folder that is none, is damaged or hostile is refused in a sentence", async ({ page }) => {
  await ThePage.open(page);
  const window = await ModelWindow.open(page);
  for (const [title, zip, says] of hostile)
    await test.step(title, async () => {
      await window.choose({ "folder.zip": zip() });
      await window.check();
      await expect(window.alert).toHaveText(says);
    });
  await window.add({ "folder.zip": folderZip("reporter-yeast") });
});

test("where the browser has no room, the model is there until the page is closed", async ({ page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  const thePage = await ThePage.open(page);
  const window = await ModelWindow.open(page);
  await window.choose(tiny);
  await window.check();
  await expect(window.dialog.getByText("no room left to keep it")).toBeVisible();
  await window.use();
  await expect(select(page)).toHaveValue("own-fun-prose-tiny");
  await thePage.sequences.fill(`>mine\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["mine"]);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing and nothing hangs over, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await ThePage.open(page);
    const window = await ModelWindow.open(page);
    await window.add(tiny, "A title_that_is_long_and_has_no_place_to_break_it_anywhere");
    await window.check();
    await expect(window.alert).toHaveCount(1);
    await expectAccessible(page);
    const overhang = await window.dialog
      .getByRole("region", { name: "Add a model" })
      .evaluate((body) => body.scrollWidth - body.clientWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });
