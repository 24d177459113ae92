import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { checkpoint, weightsOf } from "./model-files.ts";
import { ThePage } from "./the-page.ts";

/**
 * Networks of random weights with several inputs and outputs, against PyTorch (tests/fixtures/joint.py): each is added as the visitor's own
 * model, gets what it reads, and its map, its tracks and a session of it are compared.
 */

type Numbers = number[];

interface Input {
  kind: "bases" | "numbers" | "embedding";
  name: string;
  window?: number;
  downstream?: number;
  numbers?: { name: string; default: number }[];
}

interface Joint {
  config: unknown;
  inputs: Input[];
  outputs: { name: string; unit: string }[];
  /** By input, by sample. */
  parts: (string | Numbers | Numbers[])[][];
  levels: Numbers[] | null;
  "responses[sample][condition][output]": Numbers[][];
  "mutants[input][position x ACGT][condition][output]": Record<string, Numbers[][]>;
}

const joint = (name: string) =>
  JSON.parse(readFileSync(`tests/fixtures/joint-${name}.json`, "utf8")) as Joint;

/** A NumPy array of 32-bit floats. */
function npy(shape: number[], values: Numbers): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`;
  const bytes = Buffer.alloc(10 + header.length + 4 * values.length);
  bytes.write("\x93NUMPY\x01\x00", "latin1");
  bytes.writeUInt16LE(header.length, 8);
  bytes.write(header, 10, "latin1");
  values.forEach((value, at) => bytes.writeFloatLE(value, 10 + header.length + 4 * at));
  return bytes;
}

const asFasta = (sequences: unknown[]) =>
  sequences.map((bases, at) => `>s${at}\n${String(bases)}\n`).join("");
/** Rows are matched by name, not by order. */
const reversed = (lines: string[]) => lines.reverse().join("\n");

class JointPage extends ThePage {
  constructor(
    page: Page,
    readonly joint: Joint,
  ) {
    super(page);
  }

  static async openWith(page: Page, name: string): Promise<JointPage> {
    await ThePage.open(page);
    const own = new JointPage(page, joint(name));
    const { config, inputs, outputs } = own.joint;
    await page.getByRole("button", { name: "Add a model…" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a model" });
    const file = (fileName: string, content: Buffer) => ({
      name: fileName,
      mimeType: "application/octet-stream",
      buffer: content,
    });
    await dialog
      .locator("cisight-file-drop input[type=file]")
      .setInputFiles([
        file("joint.safetensors", checkpoint(`joint-${name}.safetensors`)),
        file("joint.json", Buffer.from(JSON.stringify({ config, inputs, outputs }))),
      ]);
    await dialog.getByRole("button", { name: "Check and add" }).click();
    await dialog.getByRole("button", { name: "Use it now" }).click();
    await expect(page.getByRole("combobox", { name: "Model", exact: true })).toHaveValue("own-joint");
    return own;
  }

  field(name: string) {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  /** Gives the model everything that it reads. */
  async fill(): Promise<void> {
    const { inputs, parts, levels } = this.joint;
    for (const [at, input] of inputs.entries()) {
      const own = parts[at]!;
      if (at === 0) await this.sequences.fill(asFasta(own));
      else if (input.kind === "bases")
        await this.field(input.name).fill(reversed(own.map((bases, row) => `>s${row}\n${String(bases)}`)));
      else if (input.kind === "numbers")
        await this.field(input.name).fill(numberTable(input, own as Numbers[]));
      else await this.chooseEmbeddings(input.name, own as Numbers[][]);
    }
    if (!levels) return;
    const rows = levels[0]!.map((_, tf) => `TF${tf + 1}\t${levels.map((all) => all[tf]).join("\t")}`);
    await this.removeAllPresets();
    await this.tfTable.fill(["TF\tc0\tc1", ...rows].join("\n"));
  }

  async chooseEmbeddings(name: string, samples: Numbers[][]): Promise<void> {
    const arrays = samples.map((values, row) => [
      `s${row}.npy`,
      npy([values.length, values[0]!.length], values.flat()),
    ]);
    const buffer = Buffer.from(zipSync(Object.fromEntries(arrays) as Record<string, Uint8Array>));
    await this.page
      .locator("cisight-further-input-fields cisight-file-drop input[type=file]")
      .setInputFiles([{ name: "context.npz", mimeType: "application/zip", buffer }]);
    await expect(this.page.getByText(`${samples.length} embeddings of 20 × 384`)).toBeVisible();
    expect(name).toBe("context");
  }

  /** What the menu of downloads gives, read. */
  private async saved(item: RegExp | string, index: number): Promise<unknown> {
    await expect(this.responses).toHaveAttribute("aria-busy", "false");
    await this.page.getByRole("button", { name: "Download", exact: true }).click();
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: item, exact: true }).nth(index).click();
    return JSON.parse(readFileSync(await (await download).path(), "utf8"));
  }

  async savedGrid(): Promise<{ conditions: string[]; responses: Numbers[] }> {
    const { conditions, promoters } = (await this.saved("JSON", 0)) as {
      conditions: string[];
      promoters: { responses: Numbers }[];
    };
    return { conditions, responses: promoters.map(({ responses }) => responses) };
  }

  /** The track on show, once it is whole. */
  async savedTrack(): Promise<{
    condition: string;
    response: number;
    first_position: number;
    deltas: Numbers[];
  }> {
    await expect(this.track).toBeVisible();
    await expect(this.page.getByText(/bases? mutated|\d+ bases/).first()).toBeVisible();
    return (await this.saved("JSON", 1)) as Awaited<ReturnType<JointPage["savedTrack"]>>;
  }

  async saveSession(): Promise<Buffer> {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("banner").getByRole("button", { name: "Save session" }).click();
    return readFileSync(await (await download).path());
  }

  async openSession(buffer: Buffer): Promise<void> {
    await this.page
      .locator("cisight-session-tools input[type=file]")
      .setInputFiles([{ name: "session.json", mimeType: "application/json", buffer }]);
    await expect(this.page.getByText("session.json is open.")).toBeVisible();
  }
}

function numberTable({ numbers = [] }: Input, samples: Numbers[]): string {
  const rows = samples.map((values, row) => `s${row}\t${values.join("\t")}`);
  return `gene\t${numbers.map(({ name }) => name).join("\t")}\n${reversed(rows)}`;
}

function expectClose(found: Numbers[], expected: Numbers[]): void {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  const apart = found.flatMap((row, r) => row.map((value, c) => Math.abs(value - expected[r]![c]!)));
  expect(Math.max(...apart)).toBeLessThan(1e-4);
}

/** The fixture's columns: each output in each condition. */
const expectedGrid = (own: Joint) =>
  own["responses[sample][condition][output]"].map((conditions) => conditions.flat());

/** Mutant minus reference, position by position, for one column. */
function expectedDeltas(own: Joint, input: string, column: number): Numbers[] {
  const [reference] = expectedGrid(own);
  const mutants = own["mutants[input][position x ACGT][condition][output]"][input]!.map(
    (conditions) => conditions.flat()[column]! - reference![column]!,
  );
  return Array.from({ length: mutants.length / 4 }, (_, at) => mutants.slice(4 * at, 4 * at + 4));
}

for (const name of ["two-sequences", "numbers", "embedding", "eight-outputs"])
  test(`${name}: map, track and session are PyTorch's`, async ({ page }) => {
    const own = await JointPage.openWith(page, name);
    const { inputs, outputs, levels } = own.joint;
    await own.fill();
    await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
    await expectAccessible(page);
    const grid = await own.savedGrid();
    expectClose(grid.responses, expectedGrid(own.joint));
    const conditions = levels ? ["c0", "c1"] : [""];
    expect(grid.conditions).toEqual(
      conditions.flatMap((condition) => outputs.map((output) => condition || output.name)),
    );

    // The track of the last column: of a model with several outputs, of that output.
    const column = grid.conditions.length - 1;
    // It may lie beyond what is in view.
    await own.cells.first().click();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await own.savedTrack()).condition, { timeout: 30_000 })
      .toBe(grid.conditions[column]);
    const track = await own.savedTrack();
    expectClose(track.deltas, expectedDeltas(own.joint, inputs[0]!.name, column));
    expect(track.response).toBeCloseTo(expectedGrid(own.joint)[0]![column]!, 4);
    const { window = 0, downstream = 0 } = inputs[0]!;
    expect(track.first_position).toBe(downstream - window);

    const session = await own.saveSession();
    await page.reload();
    await expect(own.responses.or(page.getByText("under “Further inputs”"))).toBeVisible();
    await own.sequences.fill("");
    await own.openSession(session);
    await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
    expect(await own.savedGrid()).toEqual(grid);
    expect((await own.savedTrack()).deltas).toEqual(track.deltas);
  });

test("another sequence than the first is looked at, edited, and changed by variants", async ({ page }) => {
  const own = await JointPage.openWith(page, "two-sequences");
  await own.fill();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  await page.getByRole("combobox", { name: "Sequence", exact: true }).selectOption("terminator");
  await expect(
    page.getByText("Position relative to the stop codon (−1 is the base before it, 1 the one behind)"),
  ).toBeVisible();
  await expect(page.getByText("1 to 60 (60 bases)")).toBeVisible();
  await expect.poll(async () => (await own.savedTrack()).deltas.length).toBe(60);
  const track = await own.savedTrack();
  expect(track.first_position).toBe(1);
  expectClose(track.deltas, expectedDeltas(own.joint, "terminator", 0));

  // The third base, whichever it is, becomes another; the row beside its own is the mutant of the track.
  await own.track.focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(own.track).toHaveAttribute("aria-valuetext", /^3 [ACGT],/);
  const standing = String(own.joint.parts[1]![0]).charAt(2);
  const base = "ACGT".replace(standing, "").charAt(0);
  await page.keyboard.press(base);
  await expect(own.rowNames()).toHaveText(["s0", "s0 (edited)", "s1", "s2"]);
  const mutant = expectedDeltas(own.joint, "terminator", 0)[2]!["ACGT".indexOf(base)]!;
  const { responses } = await own.savedGrid();
  expect(Math.abs(responses[1]![0]! - responses[0]![0]! - mutant)).toBeLessThan(1e-4);
  const session = await own.saveSession();

  // What leaves the window behind the anchor is lost: an insertion keeps the length.
  await page.getByRole("textbox", { name: "Bases to insert or put in place" }).fill("ACGT");
  await page.getByRole("button", { name: "Insert before" }).click();
  await expect(page.getByText("1 to 60 (60 bases)")).toBeVisible();
  await page.getByRole("button", { name: /^Undo/ }).click();
  expect((await own.savedGrid()).responses).toEqual(responses);

  await page.getByRole("tab", { name: "Variants" }).click();
  await page.getByRole("button", { name: "Take back all changes", exact: true }).click();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  await expect(page.getByText("positions relative to the stop codon: 6A>G")).toBeVisible();
  await page.getByRole("textbox", { name: "Variants" }).fill(`s0:c.3${standing}>${base}\ns0:c.61A>G`);
  await expect(page.getByText("61 is not in s0, whose 60 bases are 1 to 60")).toBeVisible();
  await expect(page.locator("cisight-variant-list")).toContainText(`s0:c.3${standing}>${base}`);

  await page.reload();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  await own.openSession(session);
  await expect(own.rowNames()).toHaveText(["s0", "s0 (edited)", "s1", "s2"]);
  await expect(page.getByRole("combobox", { name: "Sequence", exact: true })).toHaveValue("terminator");
  expect((await own.savedGrid()).responses).toEqual(responses);
});

test("both sequences have a track, and either is edited", async ({ page }) => {
  const own = await JointPage.openWith(page, "two-sequences");
  await own.fill();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  const below = (name: string) => page.getByRole("region", { name: `Bases of the ${name}` });
  const plot = (name: string) => below(name).getByRole("slider", { name: /to be read/ });
  const readout = async (name: string, at: number) => {
    await plot(name).focus();
    for (let press = 0; press < 2; press++) await page.keyboard.press("Home");
    for (let press = 0; press < at; press++) await page.keyboard.press("ArrowRight");
    return plot(name);
  };
  await expect(below("terminator").getByText("1 to 60 (60 bases)")).toBeVisible();
  await expect(
    below("terminator").getByText(
      "Position relative to the stop codon (−1 is the base before it, 1 the one behind)",
    ),
  ).toBeVisible();
  await expectAccessible(page);
  // The third base reads as PyTorch's mutants of it do, and its letters change nothing here.
  const standing = String(own.joint.parts[1]![0]).charAt(2);
  const changes = expectedDeltas(own.joint, "terminator", 0)[2]!;
  const importance = -changes.reduce((sum, delta) => sum + delta, 0) / 3;
  const said = await readout("terminator", 2);
  await expect(said).toHaveAttribute("aria-valuetext", new RegExp(`^3 ${standing}, importance `));
  const text = (await said.getAttribute("aria-valuetext")) ?? "";
  const read = Number(/importance (\S+?)[;,]/.exec(text.replaceAll("−", "-"))?.[1]);
  expect(Math.abs(read - importance)).toBeLessThan(2e-3);
  await page.keyboard.press("ACGT".replace(standing, "").charAt(0));
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);

  // It changes places with the other one, and is edited there.
  await below("terminator").getByRole("button", { name: "Edit the terminator" }).click();
  await expect(page.getByRole("combobox", { name: "Sequence", exact: true })).toHaveValue("terminator");
  await expect(below("promoter").getByRole("button", { name: "Edit the promoter" })).toBeVisible();
  await expect(plot("promoter")).toBeVisible();
  await expect.poll(async () => (await own.savedTrack()).deltas.length).toBe(60);
  await own.track.focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ACGT".replace(standing, "").charAt(0));
  await expect(own.rowNames()).toHaveText(["s0", "s0 (edited)", "s1", "s2"]);
  await below("promoter").getByRole("button", { name: "Edit the promoter" }).click();
  await expect(plot("terminator")).toBeVisible();
  await own.track.focus();
  await page.keyboard.press("Home");
  const first = String(own.joint.parts[0]![0]).slice(-105).charAt(0);
  await expect(own.track).toHaveAttribute("aria-valuetext", new RegExp(`^\\S+ ${first},`));
  await page.keyboard.press("ACGT".replace(first, "").charAt(0));
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeEnabled();
});

test("the designer changes the sequence that is looked at, and its first mutation is the best of the mutants", async ({
  page,
}) => {
  const own = await JointPage.openWith(page, "two-sequences");
  await own.fill();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  await page.getByRole("tab", { name: "Designer" }).click();
  const sequence = page.getByRole("combobox", { name: "Sequence", exact: true });
  await page.getByRole("button", { name: "Add a region" }).click();
  await page.getByRole("textbox", { name: "Protected region 1, from" }).fill("-20");
  await sequence.selectOption("terminator");
  // Protected positions are the other sequence's, and a terminator has no core promoter.
  await expect(page.getByRole("textbox", { name: "Protected region 1, from" })).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: /Protect the core promoter/ })).toHaveCount(0);
  await expect(page.getByText("relative to the stop codon, both ends included: 1 to 60")).toBeVisible();
  await page.getByRole("button", { name: "Add a region" }).click();
  await page.getByRole("textbox", { name: "Protected region 1, from" }).fill("1");
  await page.getByRole("textbox", { name: "Protected region 1, to" }).fill("61");
  await page.getByRole("combobox", { name: "Search", exact: true }).selectOption({ index: 0 });
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(page.getByText("Give two whole numbers from 1 to 60.")).toBeVisible();
  await page.getByRole("textbox", { name: "Protected region 1, to" }).fill("10");
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(page.getByText("2 mutations for s0, terminator")).toBeVisible();

  const deltas = expectedDeltas(own.joint, "terminator", 0).map((row, at) =>
    at < 10 ? row.map(() => 0) : row,
  );
  const best = Math.max(...deltas.flat());
  const at = deltas.findIndex((row) => row.includes(best));
  const [from, to] = [String(own.joint.parts[1]![0]).charAt(at), "ACGT".charAt(deltas[at]!.indexOf(best))];
  const first = page.getByRole("button", { name: /^Try up to here: mutation 1/ });
  await expect(first).toHaveAccessibleName(`Try up to here: mutation 1, ${at + 1} ${from}→${to}`);
  await first.click();
  await expect(own.rowNames()).toHaveText(["s0", "s0 (edited)", "s1", "s2"]);
  const { responses } = await own.savedGrid();
  expect(Math.abs(responses[1]![0]! - responses[0]![0]! - best)).toBeLessThan(1e-4);
  await expect(page.getByText("✓ Applied")).toBeVisible();

  // The other sequence has its own positions, and its own design.
  await sequence.selectOption("promoter");
  await expect(page.getByRole("textbox", { name: "Protected region 1, from" })).toHaveValue("-20");
  await page.getByRole("button", { name: "Remove protected region 1" }).click();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(page.getByText(/mutations? for s0 \(edited\), promoter/)).toBeVisible();
  await expectAccessible(page);
});

test("what is wrong with a further input is said beside it, nothing is lost, and other models leave it alone", async ({
  page,
}) => {
  const own = await JointPage.openWith(page, "numbers");
  await own.sequences.fill(asFasta(own.joint.parts[0]!));
  const numbers = own.field("half_life");
  const said = page.locator("cisight-further-input-fields cisight-messages");
  // Everything has a default.
  await expect(said).toContainText("every promoter takes the model's defaults");
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  const cases: [string, string][] = [
    ["gene\tutr5_length\ns0\tlong\n", 'line 2, column "utr5_length": "long" is'],
    ["gene\tlength\ns0\t1\n", "utr5_length, utr3_length, gc"],
    ["gene\tgc\ns0\t0.4\ns0\t0.5\n", 'Two rows are called "s0"'],
    ["gene\tgc\ns0\t0.4\t7\n", "line 2 has 3 columns"],
  ];
  for (const [text, message] of cases) {
    await numbers.fill(text);
    await expect(said).toContainText(message, { ignoreCase: true });
    await expect(page.getByText("The model also reads half_life")).toBeVisible();
    await expect(numbers).toHaveValue(text);
  }
  await numbers.fill("gene\tgc\tother\ns0\t0.4\t1\n");
  await expect(said).toContainText("2 missing numbers take the default.");
  await expect(said).toContainText("other: this column is no number of the model.");
  await expect(said).toContainText("s1, s2: no row of this name");
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);

  // A model that reads none does not show it, and it is there again with one that does.
  const models = page.getByRole("combobox", { name: "Model", exact: true });
  await models.selectOption("fun-prose-s-cerevisiae");
  await expect(page.getByRole("heading", { name: "Further inputs" })).toHaveCount(0);
  await models.selectOption("own-joint");
  await expect(numbers).toHaveValue("gene\tgc\tother\ns0\t0.4\t1\n");
  // Only now is it certain that the address holds this text and no earlier one.
  await expect(page).toHaveURL(/;model=own-joint;.*;in=/);
  const link = page.url();

  await page.goto("about:blank");
  await page.goto(link);
  await expect(numbers).toHaveValue("gene\tgc\tother\ns0\t0.4\t1\n");
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
});

test("sequences are matched by name, and promoters without one are left out and named", async ({ page }) => {
  const own = await JointPage.openWith(page, "two-sequences");
  const [promoters, terminators] = own.joint.parts as string[][];
  await own.sequences.fill(asFasta(promoters!));
  await expect(page.getByText("The model also reads terminator")).toBeVisible();
  const said = page.locator("cisight-further-input-fields cisight-messages");
  await own.field("terminator").fill(`>s1\n${terminators![1]}\n>s0\n${terminators![0]}\n`);
  await expect(said).toContainText(
    "s2: there is no sequence of this name, so this promoter is not predicted.",
  );
  await expect(own.rowNames()).toHaveText(["s0", "s1"]);
  await own.field("terminator").fill(`>s0\n${terminators![0]}\n>s0\n${terminators![1]}\n>s1\nXYZ`);
  await expect(said).toContainText("Record 2 (s0, line 3) has the same name as record 1");
  await expect(said).toContainText("Record 3 (s1, line 5)");
  // What is left of several serves its own promoter alone.
  await expect(own.rowNames()).toHaveText(["s0"]);
  await own.field("terminator").fill(terminators![0]!);
  await expect(said).toContainText("This terminator stands with every promoter.");
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
});

test("a model that reads nothing made of bases is refused in one sentence, and what is there stays", async ({
  page,
}) => {
  await page.route("**/abundance-yeast/manifest.json", async (route) => {
    const manifest = (await (await route.fetch()).json()) as { title: string };
    const numbers = [{ name: "gc", default: 0, mean: 0, sd: 1 }];
    const inputs = [{ kind: "numbers", name: "context", numbers }];
    await route.fulfill({ json: { ...manifest, title: "Numbers", inputs } });
  });
  const thePage = await ThePage.open(page);
  const before = await thePage.readResponses();
  await page.getByRole("button", { name: "Add a model…" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a model" });
  const weights = weightsOf({
    "inputs.0.dense.0.weight": [7, 2],
    "inputs.0.dense.0.bias": [7],
    "joined.weight": [5, 7],
    "joined.bias": [5],
    "head.0.weight": [1, 5],
    "head.0.bias": [1],
  });
  const config = {
    config: {
      inputs: [{ reads: "numbers", count: 2, dense: [7] }],
      ...{ joined: 5, head: [], outputs: 1, activation: "relu" },
    },
    inputs: [
      {
        ...{ kind: "numbers", name: "half_life" },
        numbers: ["gc", "length"].map((name) => ({ name, default: 0, mean: 0, sd: 1 })),
      },
    ],
    outputs: [{ name: "assay", unit: "none" }],
  };
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  await dialog
    .locator("cisight-file-drop input[type=file]")
    .setInputFiles([
      file("numbers.safetensors", weights),
      file("numbers.json", Buffer.from(JSON.stringify(config))),
    ]);
  await dialog.getByRole("button", { name: "Check and add" }).click();
  const says = (title: string, input: string) =>
    `${title} reads ${input} and nothing that is made of bases, and this page shows what bases do: use the model on the command line, with “cisight import” and “cisight predict --input ${input}=FILE”.`;
  await expect(dialog.getByText(says("numbers", "half_life"))).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Use it now" })).toHaveCount(0);
  // The files stay where they are, to be corrected.
  await expect(dialog.getByText("numbers.safetensors")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();

  // The same for a model of the page, before its weights are asked for.
  await page.getByRole("combobox", { name: "Model", exact: true }).selectOption("abundance-yeast");
  await expect(page.locator("cisight-model-select")).toContainText(says("Numbers", "context"));
  await expect.poll(() => thePage.readResponses()).toEqual(before);
});

test("a model of nothing but embeddings: a map without bases to look at", async ({ page }) => {
  const own = await JointPage.openWith(page, "vectors");
  const names = ["s0", "s1", "s2"];
  await own.sequences.fill(asFasta(names.map((_, at) => "ACGTTGCA".repeat(4 + at))));
  await expect(page.getByText("The model also reads promoter and terminator")).toBeVisible();
  for (const [at, { name }] of own.joint.inputs.entries()) {
    const samples = own.joint.parts[at] as Numbers[][];
    const arrays = samples.map((values, row) => [`s${row}.npy`, npy([20, 12], values.flat())]);
    const buffer = Buffer.from(zipSync(Object.fromEntries(arrays) as Record<string, Uint8Array>));
    const field = page.locator("cisight-further-input-fields cisight-file-drop").nth(at);
    await expect(field).toContainText(name);
    await field
      .locator("input[type=file]")
      .setInputFiles([{ name: `${name}.npz`, mimeType: "application/zip", buffer }]);
  }
  await expect(own.rowNames()).toHaveText(names);
  const grid = await own.savedGrid();
  expectClose(grid.responses, expectedGrid(own.joint));
  await own.cells.nth(1).click();
  await expect(page.getByText("This model reads vectors and no bases")).toBeVisible();
  await expect(page.getByRole("tab")).toHaveCount(0);
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(0);
  await expectAccessible(page);
  // A variant is a further promoter; what is known of no name is left out and named.
  await own.sequences.fill(asFasta(["ACGTACGTACGTACGTACGTACGT", "ACGTACGTACGTACGTACGTACGG"]));
  await expect(own.rowNames()).toHaveText(["s0", "s1"]);
  await own.sequences.fill(">other\nACGTACGTACGTACGTACGTACGT\n");
  await expect(page.locator("cisight-further-input-fields cisight-messages").first()).toContainText(
    "other: there is no embedding of this name, so this promoter is not predicted.",
  );
});

test("files of embeddings that do not fit change nothing", async ({ page }) => {
  const own = await JointPage.openWith(page, "embedding");
  await own.fill();
  await expect(own.rowNames()).toHaveText(["s0", "s1", "s2"]);
  await expect(page.getByText(/A link has no room for your further inputs/)).toBeVisible();
  const { responses } = await own.savedGrid();
  const drop = page.locator("cisight-further-input-fields cisight-file-drop input[type=file]");
  const bad: [string, Uint8Array, RegExp][] = [
    ["text.npz", Buffer.from("no embeddings"), /text\.npz: This is (no|not a) \.npz/],
    ["small.npy", npy([3, 20, 7], Array<number>(420).fill(0)), /small\.npy: .*shape/],
    ["cut.npy", npy([3, 20, 384], Array<number>(23040).fill(0)).subarray(0, 4000), /cut\.npy: .*damaged/],
    ["nan.npy", npy([3, 20, 384], Array<number>(23040).fill(NaN)), /nan\.npy: .*not finite/],
  ];
  for (const [name, content, message] of bad) {
    await drop.setInputFiles([{ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) }]);
    await expect(page.locator("cisight-further-input-fields").getByText(message)).toBeVisible();
    await expect(page.getByText("3 embeddings of 20 × 384")).toBeVisible();
  }
  expect((await own.savedGrid()).responses).toEqual(responses);
  // In the map's order, where the file has no names.
  const all = (own.joint.parts[1] as Numbers[][]).flat(2);
  await drop.setInputFiles([
    { name: "all.npy", mimeType: "application/octet-stream", buffer: Buffer.from(npy([3, 20, 384], all)) },
  ]);
  await expect(page.getByText("all.npy")).toBeVisible();
  expect((await own.savedGrid()).responses).toEqual(responses);
  await own.sequences.fill(asFasta(own.joint.parts[0]!.slice(0, 2)));
  await expect(page.getByText("3 embeddings without names for 2 promoters")).toBeVisible();
});
