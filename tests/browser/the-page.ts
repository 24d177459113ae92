import { expect, type Locator, type Page } from "@playwright/test";

/** The page as a visitor uses it: by labels and roles, never by what is inside. */
export class ThePage {
  readonly sequences: Locator;
  readonly tfTable: Locator;
  readonly gene: Locator;
  readonly preset: Locator;
  /** What the field that is typed in proposes. */
  readonly proposals: Locator;
  readonly responses: Locator;
  readonly cells: Locator;
  readonly track: Locator;
  readonly promoterMessages: Locator;
  readonly conditionMessages: Locator;
  readonly backend: Locator;

  constructor(readonly page: Page) {
    this.sequences = page.getByRole("textbox", { name: "Your own sequences" });
    this.tfTable = page.getByRole("textbox", { name: "Your own TF table" });
    this.gene = page.getByRole("combobox", { name: "Add a gene by name" });
    this.preset = page.getByRole("combobox", { name: "Add a measured condition" });
    this.proposals = page.getByRole("listbox").getByRole("option");
    this.responses = page.getByRole("grid");
    this.cells = this.responses.getByRole("gridcell");
    this.track = page.getByRole("slider", { name: /Mutagenesis track/ });
    this.promoterMessages = page.locator("cisight-promoter-input cisight-text-field cisight-messages");
    this.conditionMessages = page.locator("cisight-condition-input cisight-text-field cisight-messages");
    this.backend = page.getByText(/^Running on /).locator("..");
  }

  /** Opens the page and waits for the example's responses. */
  static async open(page: Page, query = "?backend=cpu", hash = ""): Promise<ThePage> {
    await page.goto(`./${query}${hash}`);
    const thePage = new ThePage(page);
    await expect(thePage.cells.first()).toBeVisible();
    return thePage;
  }

  /** Waits until no computation is under way, then reads the table: promoter -> condition -> value. */
  async readResponses(): Promise<Map<string, Map<string, number>>> {
    await expect(this.responses).toHaveAttribute("aria-busy", "false");
    const columns = (await this.responses.getByRole("columnheader").locator("span").allTextContents()).map(
      (text) => text.trim(),
    );
    const table = new Map<string, Map<string, number>>();
    for (const row of await this.rows().all()) {
      const name = (await row.getByRole("rowheader").locator("span").textContent())!.trim();
      const values = await row.locator(".value").allTextContents();
      table.set(name, new Map(values.map((value, at) => [columns[at]!, parse(value)])));
    }
    return table;
  }

  rows(): Locator {
    return this.responses.getByRole("row").filter({ has: this.page.getByRole("rowheader") });
  }

  rowNames(): Locator {
    return this.responses.getByRole("rowheader").locator("span");
  }

  columnNames(): Locator {
    return this.responses.getByRole("columnheader").locator("span");
  }

  async removeAllGenes(): Promise<void> {
    const remove = this.page.getByRole("list", { name: "Chosen genes" }).getByRole("button");
    while (await remove.count()) await remove.first().click();
  }

  async removeAllPresets(): Promise<void> {
    const remove = this.page.getByRole("list", { name: "Chosen conditions" }).getByRole("button");
    while (await remove.count()) await remove.first().click();
  }
}

export function parse(text: string): number {
  return Number(text.trim().replace("\u2212", "-"));
}

/** A promoter that is the same in every run and no gene's. */
export function randomSequence(length: number, seed = 7): string {
  let state = seed;
  let sequence = "";
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    sequence += "ACGT"[Math.floor((state / 2 ** 32) * 4)];
  }
  return sequence;
}
