import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { expect, test, type Page } from "@playwright/test";
import { checkpoint } from "./model-files.ts";
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
    const grid = await own.savedGrid();
    expectClose(grid.responses, expectedGrid(own.joint));
    const conditions = levels ? ["c0", "c1"] : [""];
    expect(grid.conditions).toEqual(
      conditions.flatMap((condition) => outputs.map((output) => condition || output.name)),
    );

    // The track of the last column: of a model with several outputs, of that output.
    const column = grid.conditions.length - 1;
    await own.cells.nth(column).click();
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
