import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { parse, randomSequence, ThePage } from "./the-page.ts";

/** A promoter of 120 bases alone, for which a search is short, and the designer's panel. */
async function openDesigner(page: Page): Promise<ThePage> {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>short\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["short"]);
  await page.getByRole("tab", { name: "Designer" }).click();
  await expect(page.getByRole("button", { name: "Find mutations" })).toBeVisible();
  const goals = page.getByRole("combobox", { name: /^Goal in / });
  await expect(goals.first()).toHaveValue("Raise");
  for (const goal of (await goals.all()).slice(1)) await goal.selectOption("Keep");
  return thePage;
}

const trimmed = (text: string) => text.trim().replace(/\s+/g, " ");
const steps = (page: Page) => page.getByRole("region", { name: /^Mutations in their order/ });
const mutations = (page: Page) => steps(page).locator("tbody tr").filter({ hasText: "→" });

/** The responses that a row of the steps promises, and the mutation's position. */
async function readStep(page: Page, at: number) {
  const row = mutations(page).nth(at);
  const position = parse((await row.getByRole("rowheader").textContent())!.split(" ")[0]!);
  const values = (await row.locator("td.value").allTextContents()).map((text) => parse(text.split("(")[0]!));
  return { position, values };
}

test("an applied design has in the grid what its last step promised, and nothing protected was touched", async ({
  page,
}) => {
  const thePage = await openDesigner(page);
  const before = await thePage.readResponses();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("3");
  await page.getByRole("button", { name: "Add a region" }).click();
  await page.getByRole("textbox", { name: "Protected region 1, from" }).fill("\u2212110");
  await page.getByRole("textbox", { name: "Protected region 1, to" }).fill("-101");
  await page.getByRole("checkbox", { name: /Protect the core promoter/ }).check();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(mutations(page)).toHaveCount(3);
  for (let at = 0; at < 3; at++) {
    const { position } = await readStep(page, at);
    expect(position).toBeLessThan(-110);
    expect(position).toBeGreaterThanOrEqual(-120);
  }
  const second = (await readStep(page, 1)).values;
  const last = (await readStep(page, 2)).values;
  // Raised where it was to be raised: in the chosen condition, the first.
  expect(last[0]).toBeGreaterThan([...before.get("short")!.values()][0]!);

  const edited = async () => [...((await thePage.readResponses()).get("short (edited)")?.values() ?? [])];
  await page.getByRole("button", { name: "Apply all 3 mutations" }).click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  expect(await edited()).toEqual(last);
  await page.getByRole("button", { name: /^Try up to here: mutation 2/ }).click();
  await expect.poll(edited).toEqual(second);
  await page.getByRole("button", { name: /^Undo the last change: design of 2 mutations/ }).click();
  await expect.poll(edited).toEqual(last);
  await page.getByRole("button", { name: /^Undo the last change: design of 3 mutations/ }).click();
  await expect(thePage.rowNames()).toHaveText(["short"]);
});

test("a design comes with its intervals, its size among random changes and what is unlike training", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await expect(thePage.track).toBeVisible();
  await page.getByRole("tab", { name: "Designer" }).click();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("combobox", { name: "Search", exact: true }).selectOption({ index: 0 });
  const goals = page.getByRole("combobox", { name: /^Goal in / });
  await goals.nth(1).selectOption("Keep");
  await page.getByRole("button", { name: "Find mutations" }).click();
  const expected = page.locator("cisight-design-expected");
  const rows = expected.locator("tbody tr");
  await expect(rows).toHaveCount(2);
  const cellsOf = async (at: number) => (await rows.nth(at).getByRole("cell").allTextContents()).map(trimmed);
  const last = (await readStep(page, (await mutations(page).count()) - 1)).values;
  for (const at of [0, 1]) {
    const [response = "", likely = "", wide = "", , percentile] = await cellsOf(at);
    expect(parse(response)).toBeCloseTo(last[at]!, 2);
    const ends = (text: string) => text.split(" to ").map(parse);
    const [[low, high], [lowest, highest]] = [ends(likely), ends(wide)] as [number[], number[]];
    expect(lowest).toBeLessThan(low!);
    expect(low).toBeLessThan(parse(response));
    expect(parse(response)).toBeLessThan(high!);
    expect(high).toBeLessThan(highest!);
    expect(percentile).toBe("–");
  }
  await expected.getByRole("button", { name: "Compare with random changes" }).click();
  await expect(expected).toContainText(/3,000 changes in \d+ promoters/);
  await expect.poll(async () => (await cellsOf(1))[4]).toMatch(/^\d+\.\d$/);
  const shown = await Promise.all([cellsOf(0), cellsOf(1)]);
  // Two changes that were searched for do more than random single ones.
  expect(Number(shown[0][4])).toBeGreaterThan(90);

  const saved = async (item: string | RegExp) => {
    const download = page.waitForEvent("download");
    const result = page.locator("cisight-design-result");
    await result.getByRole("button", { name: "Download design" }).click();
    await result.getByRole("button", { name: item }).click();
    return readFileSync(await (await download).path(), "utf8");
  };
  const summary = (await saved("What to expect, TSV")).trim().split("\n");
  const [headings = [], ...lines] = summary.map((line) => line.split("\t"));
  expect(headings.slice(0, 13).join(" ")).toBe(
    "promoter design condition natural response difference spread_sd lower_68 upper_68 lower_90 upper_90 percentile signed_percentile",
  );
  expect(lines.map((line) => line[11])).toEqual(shown.map((cells) => cells[4]));
  for (const [at, line] of lines.entries()) expect(Number(line[4])).toBeCloseTo(parse(shown[at]![0]!), 1);

  // The promoter's place is that of the catalogue: HSP12, forward strand of chromosome VI.
  const bed = (await saved(/^Changed bases, BED \(chrVI\)/)).trim().split("\n");
  expect(bed).toHaveLength(await mutations(page).count());
  const positions = await Promise.all(
    (await mutations(page).all()).map(async (row) =>
      parse((await row.getByRole("rowheader").textContent())!.split(" ")[0]!),
    ),
  );
  const place = await page.locator("cisight-response-map").evaluate((map) => {
    const { grid } = map as unknown as { grid: { rows: { place: { strand: string; end: number } }[] } };
    return grid.rows[0]!.place;
  });
  expect(place.strand).toBe("+");
  expect(bed.map((line) => Number(line.split("\t")[1])).sort()).toEqual(
    positions.map((position) => place.end + position).sort(),
  );
  await expectAccessible(page);
});

test("however many workers compute, a search finds the same to the last digit", async ({ page, context }) => {
  const found = async (own: Page, cores: number) => {
    await own.addInitScript((count) => {
      Object.defineProperty(navigator, "hardwareConcurrency", { get: () => count });
    }, cores);
    const thePage = await ThePage.open(own);
    await expect(thePage.track).toBeVisible();
    await own.getByRole("tab", { name: "Designer" }).click();
    await own.getByRole("textbox", { name: "Mutations at most" }).fill("2");
    await own.getByRole("button", { name: "Find mutations" }).click();
    await expect(mutations(own)).toHaveCount(2);
    const steps = await own.locator("cisight-design-result").evaluate((result) => {
      const { outcome } = result as unknown as {
        outcome: { steps: { position: number; responses: number[] }[] };
      };
      return outcome.steps.map(({ position, responses }) => [position, ...responses]);
    });
    return { steps, workers: own.workers().length };
  };
  const alone = await found(page, 1);
  const shared = await found(await context.newPage(), 4);
  expect(alone.workers).toBe(1);
  expect(shared.workers).toBeGreaterThan(3);
  expect(shared.steps).toEqual(alone.steps);
});

test("a goal is lowered where it says so, and a result says when its promoter is gone", async ({ page }) => {
  const thePage = await openDesigner(page);
  const [first = ""] = await thePage.columnNames().allTextContents();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("combobox", { name: `Goal in ${first.trim()}` }).selectOption("Lower");
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(mutations(page)).toHaveCount(2);
  const start = [...(await thePage.readResponses()).get("short")!.values()][0]!;
  expect((await readStep(page, 1)).values[0]).toBeLessThan(start);
  await thePage.sequences.fill(`>short\n${randomSequence(120, 8)}`);
  await expect(page.getByText("short has another sequence now")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply all 2 mutations" })).toBeDisabled();
});

test("a goal that was missed is said and marked", async ({ page }) => {
  const thePage = await openDesigner(page);
  const names = (await thePage.columnNames().allTextContents()).map((name) => name.trim());
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("button", { name: "Weights" }).click();
  // One goal for next to nothing, the opposite way: where both responses go together, it is missed.
  await page.getByRole("textbox", { name: `Weight of ${names[0]}` }).fill("100");
  for (const name of names.slice(1)) {
    await page.getByRole("combobox", { name: `Goal in ${name}` }).selectOption("Lower");
    await page.getByRole("textbox", { name: `Weight of ${name}` }).fill("0.001");
  }
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(mutations(page)).toHaveCount(2);
  const start = [...(await thePage.readResponses()).get("short")!.values()];
  const { values } = await readStep(page, 1);
  const missed = names.filter((_, at) => at > 0 && values[at]! > start[at]!);
  expect(missed.length).toBeGreaterThan(0);
  for (const name of missed)
    await expect(
      page.getByText(`${name} was to be lowered but rises; nothing better was found`),
    ).toBeVisible();
  await expect(steps(page).getByText("goal missed")).toHaveCount(missed.length);
});

test("what is wrong in a field is said beside it, and the next good input works", async ({ page }) => {
  await openDesigner(page);
  const find = page.getByRole("button", { name: "Find mutations" });
  const changes = page.getByRole("textbox", { name: "Mutations at most" });
  for (const bad of ["", "0", "21", "2.5", "many"]) {
    await changes.fill(bad);
    await find.click();
    await expect(page.getByText("Give a whole number from 1 to 20.")).toBeVisible();
    await expect(changes).toBeFocused();
  }
  await changes.fill("1");
  await page.getByRole("button", { name: "Add a region" }).click();
  const [from, to] = [
    page.getByRole("textbox", { name: "Protected region 1, from" }),
    page.getByRole("textbox", { name: "Protected region 1, to" }),
  ];
  const cases = [
    ["-60", "-120", "The first position has to come before the second"],
    ["-60", "5", "Give two whole numbers from −1000 to −1."],
    ["x", "", "Give two whole numbers"],
    ["-1000", "-1", "leave no base of the promoter to change"],
  ] as const;
  for (const [first, last, says] of cases) {
    await from.fill(first);
    await to.fill(last);
    await find.click();
    await expect(page.getByText(says)).toBeVisible();
  }
  await page.getByRole("button", { name: "Remove protected region 1" }).click();
  for (const goal of await page.getByRole("combobox", { name: /^Goal in / }).all())
    await goal.selectOption("Keep");
  await find.click();
  await expect(page.getByText("Choose Raise or Lower for at least one condition")).toBeVisible();
  await page
    .getByRole("combobox", { name: /^Goal in / })
    .first()
    .selectOption("Raise");
  await find.click();
  await expect(mutations(page)).toHaveCount(1);
});

test("a long search shows how far it is, can be cancelled, and leaves the result before", async ({
  page,
}) => {
  const thePage = await openDesigner(page);
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("1");
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(mutations(page)).toHaveCount(1);
  await thePage.gene.fill("HSP12");
  await thePage.gene.press("Enter");
  await thePage.responses
    .getByRole("row", { name: /^HSP12/ })
    .getByRole("gridcell")
    .first()
    .click();
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("20");
  await page.getByRole("button", { name: "Find mutations" }).click();
  const bar = page.getByRole("progressbar", { name: /^Searching mutation \d+ of 20/ });
  await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(1);
  await page.getByRole("tabpanel").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("The search was cancelled.")).toBeVisible();
  await expect(mutations(page)).toHaveCount(1);
  await expect(page.getByText("This design is for short, not for the promoter chosen now.")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing in the designer in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openDesigner(page);
    await page.getByRole("button", { name: "Weights" }).click();
    await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
    await page.getByRole("button", { name: "Find mutations" }).click();
    await expect(mutations(page)).toHaveCount(2);
    await page.getByRole("button", { name: /^Try up to here: mutation 1/ }).click();
    await page.getByRole("textbox", { name: "Mutations at most" }).fill("x");
    await page.getByRole("button", { name: "Find mutations" }).click();
    await page.getByRole("button", { name: "Download design" }).click();
    await expect(page.getByRole("button", { name: "Steps, TSV" })).toBeVisible();
    await expectAccessible(page);
  });

test("the designer fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await openDesigner(page);
  await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
  await page.getByRole("button", { name: "Find mutations" }).click();
  await expect(mutations(page)).toHaveCount(2);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});
