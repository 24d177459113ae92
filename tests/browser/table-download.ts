import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";

/** The rows of a table that is saved by its button, by their headings. */
export async function downloadTable(page: Page, what: string): Promise<Record<string, string>[]> {
  const started = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download ${what} as TSV` }).click();
  const text = await readFile(await (await started).path(), "utf8");
  const [header = [], ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at] ?? ""])));
}
