import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

const own = randomSequence(120);
const changed = own.slice(0, 50) + (own[50] === "A" ? "C" : "A") + own.slice(51);

async function openShort(page: Page, hash = ""): Promise<ThePage> {
  const thePage = await ThePage.open(page, "?backend=cpu", hash);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>short\n${own}`);
  await expect(thePage.rowNames()).toHaveText(["short"]);
  await expect(page.getByText(/360 mutants/)).toBeVisible();
  return thePage;
}

const editor = (page: Page, name = "short") => page.getByRole("textbox", { name: `Sequence of ${name}` });

/** Changes one base of the short promoter, as a visitor does in its text. */
async function editShort(page: Page, thePage: ThePage): Promise<void> {
  await page.getByText("Sequence: short").click();
  await editor(page).fill(changed);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
}

async function save(page: Page, item: string): Promise<Buffer> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: item, exact: true }).click();
  return readFile(await (await download).path());
}

async function saveSession(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save session" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("cisight-session.json");
  return readFile(await file.path(), "utf8");
}

async function openSession(page: Page, text: string, name = "mine.json"): Promise<void> {
  await page
    .locator("cisight-session-tools input[type=file]")
    .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
}

test("a session brings everything back on a fresh page, and what was there before too", async ({ page }) => {
  const thePage = await openShort(page);
  await thePage.tfTable.fill("TF\tmy condition\nHSF1\t1.5\nMSN2\t0.5\n");
  await expect(thePage.columnNames().last()).toHaveText("my condition");
  await editShort(page, thePage);
  const measurements = "gene\tmy condition\nshort\t1.25\n";
  await page.getByText("Compare with measured expression").click();
  await page.getByRole("textbox", { name: "Measured expression" }).fill(measurements);
  await page.getByRole("tab", { name: "Designer" }).click();
  const responses = await thePage.readResponses();
  const text = await saveSession(page);

  await page.goto("about:blank");
  const fresh = await ThePage.open(page);
  const before = await fresh.readResponses();
  await openSession(page, text);
  await expect(page.getByRole("status").filter({ hasText: "mine.json is open." })).toBeVisible();
  await expect(fresh.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect.poll(() => fresh.readResponses()).toEqual(responses);
  await expect(fresh.sequences).toHaveValue(`>short\n${own}`);
  await expect(fresh.tfTable).toHaveValue(/my condition/);
  await page.getByText("Compare with measured expression").click();
  await expect(page.getByRole("textbox", { name: "Measured expression" })).toHaveValue(measurements);
  await expect(page.getByRole("tab", { name: "Designer" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("combobox", { name: "Promoter", exact: true }).first()).toHaveValue(
    "short (edited)",
  );

  await page.getByRole("button", { name: "Back to what was here before" }).click();
  await expect(fresh.rowNames()).toHaveText([...before.keys()]);
  await expect.poll(() => fresh.readResponses()).toEqual(before);
  await expect(fresh.sequences).toHaveValue("");
});

test("a session of another model version opens with a note", async ({ page }) => {
  const thePage = await openShort(page);
  const session = JSON.parse(await saveSession(page)) as { model: { version: string } };
  session.model.version = "0.0.1-old";
  await thePage.sequences.fill("");
  await expect(thePage.rowNames()).toHaveCount(0);
  await openSession(page, JSON.stringify(session));
  await expect(
    page.getByText(/The session was saved with .* 0\.0\.1-old; this page predicts with/),
  ).toBeVisible();
  await expect(thePage.rowNames()).toHaveText(["short"]);
});

test("a bad session file gives one sentence and changes nothing", async ({ page }) => {
  const thePage = await openShort(page);
  type Session = Record<string, unknown> & { state: Record<string, unknown> };
  const good = JSON.parse(await saveSession(page)) as Session;
  const withState = (state: Record<string, unknown>) =>
    JSON.stringify({ ...good, state: { ...good.state, ...state } });
  const edits = (p: unknown, c: unknown = []) => withState({ edits: { p, c } });
  const cases: [string, RegExp][] = [
    ["", /is not a session file \(it is not JSON\)/],
    [">short\nACGT", /it is not JSON/],
    ["[]", /is JSON but not a session/],
    ['{"a": 1}', /is JSON but not a session/],
    [JSON.stringify({ ...good, version: 2 }), /newer version/],
    [JSON.stringify({ ...good, version: "1" }), /its part “version”/],
    [JSON.stringify({ ...good, model: null }), /its part “model”/],
    [JSON.stringify({ ...good, state: [] }), /its part “state”/],
    [withState({ genes: "HSP12" }), /its part “genes”/],
    [withState({ presets: [1] }), /its part “presets”/],
    [withState({ cell: { row: -1, column: 0 } }), /its part “cell”/],
    [withState({ view: [5] }), /its part “view”/],
    [withState({ sequences: 7 }), /its part “sequences”/],
    [withState({ variantsOf: { name: "short" } }), /its part “variantsOf”/],
    [edits([["own 1", "ACGT<b>"]]), /its part “edits”/],
    [edits([["own 1", "A"]]), /its part “edits”/],
    [edits([], [["own 1", [[100000, 1]]]]), /its part “edits”/],
    [edits([], [["own 1", [[0, 1e300]]]]), /its part “edits”/],
  ];
  const before = await thePage.readResponses();
  for (const [text, says] of cases) {
    await openSession(page, text, "bad.json");
    await expect(page.getByRole("alert").filter({ hasText: says })).toHaveText(
      /bad\.json .* Nothing was changed\./,
    );
    await expect(thePage.sequences).toHaveValue(`>short\n${own}`);
  }
  await expect.poll(() => thePage.readResponses()).toEqual(before);
  await openSession(page, JSON.stringify(good));
  await expect(page.getByText("mine.json is open.")).toBeVisible();
});

test("track, grid and promoters are saved as the page shows them", async ({ page }) => {
  const thePage = await openShort(page);
  await editShort(page, thePage);
  await expect(page.getByText(/360 mutants/)).toBeVisible();
  const shown = await thePage.readResponses();

  const grid = JSON.parse((await saveNth(page, "JSON", 0)).toString()) as {
    unit: string;
    model: { id: string; version: string };
    conditions: string[];
    promoters: { name: string; responses: number[] }[];
  };
  expect(grid.unit).toContain("log2");
  expect(grid.model.version).toMatch(/\d/);
  for (const { name, responses } of grid.promoters)
    grid.conditions.forEach((condition, at) =>
      expect(responses[at]).toBeCloseTo(shown.get(name)!.get(condition)!, 1),
    );

  const track = JSON.parse((await saveNth(page, "JSON", 1)).toString()) as {
    promoter: string;
    sequence: string;
    first_position: number;
    importance: number[];
    deltas: number[][];
  };
  expect(track).toMatchObject({ promoter: "short (edited)", sequence: changed, first_position: -120 });

  const [header = "", ...lines] = (await save(page, "Genome browser track, bedGraph"))
    .toString()
    .trim()
    .split("\n");
  expect(header).toMatch(/^track type=bedGraph name="importance, .*" description="log2 ratio.*"$/);
  expect(lines).toHaveLength(120);
  lines.forEach((line, at) => {
    const [name, start, end, value] = line.split("\t");
    expect([name, start, end]).toEqual(["short_(edited)", String(at), String(at + 1)]);
    expect(Number(value)).toBe(track.importance[at]);
  });
  await thePage.track.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  const readout = (await thePage.track.getAttribute("aria-valuetext"))!;
  expect(parse(/importance ([^;]+);/.exec(readout)![1]!)).toBeCloseTo(track.importance[0]!, 2);

  const edit = `>short (edited) -70${own[50]}>${changed[50]}\n${changed}\n`;
  expect((await save(page, "1 edited promoter")).toString()).toBe(edit);
  expect((await save(page, "All 2 promoters")).toString()).toBe(`>short\n${own}\n${edit}`);

  const table = (await saveNth(page, "Table, TSV", 1)).toString().trim().split("\n");
  expect(table[0]!.split("\t").slice(0, 5)).toEqual(["promoter", "condition", "position", "base", "delta"]);
  expect(table).toHaveLength(1 + 4 * 120);
  expect(table[1]).toMatch(/^short \(edited\)\t.*\t880\tA\t.*\t-120\t.*\tlog2 ratio/);

  const [oneHot, scores] = await saveArrays(page, "Contributions in short (edited)");
  expect(oneHot.shape).toEqual([1, 4, 1000]);
  expect(scores.shape).toEqual([1, 4, 1000]);
  [...changed].forEach((base, at) => {
    const deltas = track.deltas[at] ?? [];
    const mean = deltas.reduce((sum, delta) => sum + delta, 0) / 4;
    for (let b = 0; b < 4; b++) {
      const index = b * 1000 + 880 + at;
      expect(oneHot.values[index]).toBe("ACGT"[b] === base ? 1 : 0);
      expect(scores.values[index]).toBeCloseTo(deltas[b]! - mean, 4);
    }
  });
  expect([...scores.values.slice(0, 880)].every((value) => value === 0)).toBe(true);

  const [all] = await saveArrays(page, /^Contributions in all 2 promoters/);
  expect(all.shape).toEqual([2, 4, 1000]);
  expect(all.values.slice(4000)).toEqual(oneHot.values);
});

async function saveNth(page: Page, item: string, at: number): Promise<Buffer> {
  const button = page.getByRole("button", { name: item, exact: true });
  if (!(await button.count())) await page.getByRole("button", { name: "Download", exact: true }).click();
  const download = page.waitForEvent("download");
  await button.nth(at).click();
  return readFile(await (await download).path());
}

interface NumpyArray {
  shape: number[];
  values: Float32Array;
}

async function saveArrays(page: Page, item: string | RegExp): Promise<[NumpyArray, NumpyArray]> {
  const files = new Map<string, Promise<Buffer>>();
  page.on("download", (download) =>
    files.set(
      download.suggestedFilename(),
      download.path().then((path) => readFile(path)),
    ),
  );
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await page.getByRole("button", { name: item }).click();
  await expect.poll(() => [...files.keys()].sort()).toEqual(["cisight-one-hot.npz", "cisight-scores.npz"]);
  await expect(page.getByText(/^Saved cisight-one-hot\.npz/)).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).first().click();
  page.removeAllListeners("download");
  const read = async (name: string) => readNumpy(await files.get(name)!);
  return [await read("cisight-one-hot.npz"), await read("cisight-scores.npz")];
}

/** The only array of an uncompressed .npz. */
function readNumpy(file: Buffer): NumpyArray {
  expect(file.readUInt32LE(0)).toBe(0x04034b50);
  const at = 30 + file.readUInt16LE(26) + file.readUInt16LE(28);
  expect(file.subarray(at + 1, at + 6).toString()).toBe("NUMPY");
  const from = at + 10 + file.readUInt16LE(at + 8);
  const header = file.subarray(at + 10, from).toString();
  expect(header).toContain("'descr': '<f4', 'fortran_order': False");
  const shape = /\(([\d, ]+)\)/
    .exec(header)![1]!
    .split(",")
    .filter((part) => part.trim())
    .map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: size }, (_, index) => file.readFloatLE(from + 4 * index));
  return { shape, values };
}

test("contributions of many promoters show how far they are, and can be cancelled", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const many = Array.from({ length: 196 }, (_, at) => `>own${at}\n${randomSequence(1000)}`);
  await thePage.sequences.fill(many.join("\n"));
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", "201", { timeout: 30_000 });
  await expect(page.getByText(/3,000 mutants/)).toBeVisible();
  let saved = 0;
  page.on("download", () => saved++);
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await page.getByRole("button", { name: /^Contributions in all 200 promoters/ }).click();
  await expect(page.getByText(/promoter \d+ of 200… about/)).toBeVisible();
  await page.locator("cisight-grid-downloads").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Cancelled; nothing was saved.")).toBeVisible();
  expect(saved).toBe(0);
});

test("a link with edits shows them again", async ({ page }) => {
  const thePage = await openShort(page);
  await editShort(page, thePage);
  const responses = await thePage.readResponses();
  await expect(page).toHaveURL(/;edit=[\w-]+/);
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  const fresh = new ThePage(page);
  await expect(fresh.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect.poll(() => fresh.readResponses()).toEqual(responses);
  await page.getByText("Sequence: short (edited)").click();
  expect((await editor(page, "short (edited)").inputValue()).replace(/\s/g, "")).toBe(changed);
});

const hostile = {
  "not base64": "!!!",
  "no JSON": pack("{"),
  null: pack("null"),
  "no list": pack('{"p":1,"c":[]}'),
  "letters that are no bases": pack('{"p":[["YFL014W","<img src=x>ACGTACGTACGTACGT"]],"c":[]}'),
  "a promoter of one base": pack('{"p":[["YFL014W","A"]],"c":[]}'),
  "a promoter longer than the window": pack(JSON.stringify({ p: [["YFL014W", "A".repeat(1001)]], c: [] })),
  "a TF that the model has not": pack('{"p":[],"c":[["heat-shock-20min",[[99999,1]]]]}'),
  "a level beyond 32 bits": pack('{"p":[],"c":[["heat-shock-20min",[[0,1e300]]]]}'),
  "a text that unpacks to a hundred megabytes": pack(" ".repeat(100_000_000)),
};

function pack(text: string): string {
  return deflateRawSync(text).toString("base64url");
}

const damaged = (page: Page) => page.getByRole("alert").filter({ hasText: "The link is damaged" });
const linkWith = (edit: string) => `#v1;genes=YFL014W;presets=heat-shock-20min;edit=${edit}`;

test("a link with hostile edits gives a sentence and the example", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", linkWith(hostile["a level beyond 32 bits"]));
  await expect(damaged(page)).toBeVisible();
  await expect(thePage.rowNames()).toContainText(["HSP12", "CTT1"]);
  await expect(page.getByRole("button", { name: "Take back all changes" })).toBeDisabled();
  // Pasted into the open page, such links change nothing of what is there.
  const good = page.url();
  for (const [title, edit] of Object.entries(hostile)) {
    await page.goto(good.replace(/#.*/, "#v1;genes=YFL014W;presets=heat-shock-20min;cell=0.0"));
    await expect(thePage.rowNames(), title).toHaveText(["HSP12"]);
    await expect(damaged(page)).toBeHidden();
    await page.goto(good.replace(/#.*/, linkWith(edit)));
    await expect(damaged(page), title).toBeVisible();
    await expect(thePage.rowNames(), title).toHaveText(["HSP12"]);
  }
});

test("a promoter's bases are edited as text; what is not a base is named", async ({ page }) => {
  const thePage = await openShort(page);
  const before = await thePage.readResponses();
  await page.getByText("Sequence: short").click();
  await expect(editor(page)).toHaveValue(new RegExp(`^${own.slice(0, 10)} ${own.slice(10, 20)}`));
  const apply = page.getByRole("button", { name: "Apply", exact: true });
  await expect(apply).toBeDisabled();
  await editor(page).fill(`${own.slice(0, -5)}X${own.slice(-4)}`);
  await expect(page.getByText("“X” at −5 is not a base")).toBeVisible();
  await expect(apply).toBeDisabled();
  await editor(page).fill("ACGT");
  await expect(page.getByText("4 bases are too few")).toBeVisible();
  // As it is listed elsewhere: numbers, blocks and lower case.
  await editor(page).fill(changed.toLowerCase().replace(/(.{10})/g, "1 $1 "));
  await expect(page.getByText("1 base changed; not applied yet")).toBeVisible();
  await apply.click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  const after = await thePage.readResponses();
  expect(after.get("short")).toEqual(before.get("short"));
  await page.getByRole("button", { name: /^Undo the last change: typed bases/ }).click();
  await expect(thePage.rowNames()).toHaveText(["short"]);
});

test("the table report names what was renamed, missing and unknown", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.tfTable.fill("TF\tmine\nYGL073W\t1.5\nMSN2\t0.5\nNOBODY1\t2\n");
  await page.getByText(/^How the table was read: 2 TFs used/).click();
  const report = page.getByRole("region", { name: "TFs of the table and of the model" });
  await expect(report.getByRole("row", { name: /NOBODY1/ })).toContainText("not used");
  await expect(report.getByRole("row", { name: /^YGL073W/ })).toContainText("HSF1");
  await expect(report.getByRole("row", { name: /MSN4/ })).toContainText(/the model's mean, [\u2212+]?\d/);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in what is taken along in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const thePage = await openShort(page);
    await thePage.tfTable.fill("TF\tmine\nYGL073W\t1.5\nNOBODY1\t2\n");
    await page.getByText(/^How the table was read/).click();
    await openSession(page, await saveSession(page));
    await expect(page.getByText("mine.json is open.")).toBeVisible();
    await page.getByText("Sequence: short").click();
    await editor(page).fill("ACGTX");
    await page.getByRole("button", { name: "Download", exact: true }).click();
    await expect(page.getByRole("button", { name: "Genome browser track, bedGraph" })).toBeVisible();
    await expectAccessible(page);
  });
