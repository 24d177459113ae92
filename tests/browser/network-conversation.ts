import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import type { Files } from "./chosen-files.ts";
import { ModelWindow } from "./model-window.ts";
import { ThePage } from "./the-page.ts";

/** Networks of other programs (tests/fixtures/foreign), and the window while one is talked about. */

export interface Fixture {
  sequences: string[];
  outputs: number[][];
}

const folder = "tests/fixtures/foreign";
export const network = (file: string) => readFileSync(`${folder}/${file}`);
export const fixture = (listing: string, name: string) =>
  (JSON.parse(readFileSync(`${folder}/${listing}.json`, "utf8")) as Record<string, Fixture>)[name]!;
/** How far 16-bit weights move these networks at most. */
export const within = 2e-3;

/** The window with a network in it. */
export class Conversation extends ModelWindow {
  static async begin(page: Page): Promise<[ThePage, Conversation]> {
    const thePage = await ThePage.open(page);
    await ModelWindow.open(page);
    return [thePage, new Conversation(page)];
  }

  get seen() {
    return this.dialog.getByRole("list", { name: "What is in the file" });
  }

  field(name: string) {
    return this.dialog.getByRole("textbox", { name, exact: true });
  }

  preview(): Promise<void> {
    return this.dialog.getByRole("button", { name: "Show what it predicts" }).click();
  }

  async take(files: Files): Promise<void> {
    await this.choose(files);
    await expect(this.seen).toBeVisible();
  }
}
