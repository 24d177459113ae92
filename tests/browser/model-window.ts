import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { asChosen, type Files } from "./chosen-files.ts";

/** The window that adds models, and what comes of one that was added. */

export const select = (page: Page) => page.getByRole("combobox", { name: "Model", exact: true });

export class ModelWindow {
  readonly dialog: Locator;
  readonly alert: Locator;
  readonly list: Locator;
  readonly title: Locator;
  readonly config: Locator;
  readonly tfs: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole("dialog", { name: "Add a model" });
    this.alert = this.dialog.getByRole("alert").filter({ hasText: /\S/ });
    this.list = this.dialog.getByRole("list", { name: "Your models in this browser" });
    this.title = this.dialog.getByRole("textbox", { name: "Title" });
    this.config = this.dialog.getByRole("textbox", { name: "Configuration (JSON)" });
    this.tfs = this.dialog.getByRole("textbox", { name: "TF list" });
  }

  static async open(page: Page): Promise<ModelWindow> {
    await page.getByRole("button", { name: "Add a model…" }).click();
    const window = new ModelWindow(page);
    await expect(window.dialog).toBeVisible();
    return window;
  }

  async choose(files: Files): Promise<void> {
    await this.dialog.locator("cisight-file-drop input[type=file]").setInputFiles(asChosen(files));
  }

  check(): Promise<void> {
    return this.dialog.getByRole("button", { name: "Check and add" }).click();
  }

  async add(files: Files, title?: string): Promise<void> {
    await this.choose(files);
    if (title) await this.title.fill(title);
    await this.check();
    await expect(this.dialog.getByText(/ is added and kept in this browser/)).toBeVisible();
  }

  use(): Promise<void> {
    return this.dialog.getByRole("button", { name: "Use it now" }).click();
  }
}

/** The responses as the page saves them: rows of promoters. */
export async function savedResponses(page: Page): Promise<number[][]> {
  const json = page.getByRole("button", { name: "JSON", exact: true }).first();
  let path = "";
  // Where another prediction begins, there is nothing to save until it is done.
  await expect(async () => {
    await expect(page.getByRole("grid")).toHaveAttribute("aria-busy", "false");
    const timeout = 2000;
    if (!(await json.isVisible()))
      await page.getByRole("button", { name: "Download", exact: true }).click({ timeout });
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout }),
      json.click({ timeout }),
    ]);
    path = await download.path();
  }).toPass();
  const file = JSON.parse(readFileSync(path, "utf8")) as { promoters: { responses: number[] }[] };
  return file.promoters.map(({ responses }) => responses);
}

/** Five digits agree, unless a network is kept in fewer bits. */
export function expectClose(found: number[][], expected: number[][], within = 5e-6): void {
  expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length));
  found.forEach((row, r) =>
    row.forEach((value, c) => expect(Math.abs(value - expected[r]![c]!)).toBeLessThan(within)),
  );
}

export const asFasta = (sequences: string[]) => sequences.map((bases, at) => `>s${at}\n${bases}\n`).join("");
