import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { randomSequence, ThePage } from "./the-page.ts";

const model = (page: Page) => page.getByRole("combobox", { name: "Model", exact: true });

/** Constructs and what a port of the authors' network in 64 bits says of them. */
const constructs: [string, number][] = [
  [
    "TGCATTTTTTTCACATCATCGTGTGAGGGCATGCTTTGGGTTGCTCTTATAGTCAAACCCCACTCAGCGCATTAGTCTATTGTAGTGTTATCTCGGTGGTTACGGCTGTT",
    -1.1575,
  ],
  [
    "TGCATTTTTTTCACATCGTCGCCAACGCTGAGATCCATCGGGCCCCGGTTTCGAAAATACGCTGGGCACCGGTTGAATCTGGCTGCAGTTCACTTGAGGTTACGGCTGTT",
    0.7695,
  ],
];

test("a network that was read from a file answers as its authors' does, and its first page has no part of it", async ({
  page,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const thePage = await ThePage.open(page);
  // What the list of models says of it is asked for, now or a moment later.
  const parts = asked.filter((path) => !path.endsWith("/manifest.json"));
  expect(parts.filter((path) => /deepatt|\/files\/|files-/u.test(path))).toEqual([]);
  await thePage.sequences.fill(constructs.map(([bases], at) => `>own-${at}\n${bases}`).join("\n"));
  await model(page).selectOption("deepatt-yeast");
  await expect(thePage.rowNames().filter({ hasText: "own-1" })).toBeVisible();
  await expect(thePage.columnNames()).toHaveCount(1);
  const responses = await thePage.readResponses();
  for (const [at, [, expected]] of constructs.entries()) {
    const [value] = responses.get(`own-${at}`)!.values();
    expect(value).toBeCloseTo(expected, 1);
  }
  await expect(page.getByText("330 mutants")).toBeVisible();
  await expectAccessible(page);
});

test("a window of ten thousand bases has its mutagenesis, and numbers that are left out are average", async ({
  page,
}) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=xpresso-human");
  await thePage.sequences.fill(`>mine\n${randomSequence(10_500)}`);
  await expect(thePage.rowNames().filter({ hasText: "mine" })).toBeVisible();
  const responses = await thePage.readResponses();
  expect([...responses.get("mine")!.values()]).toEqual([expect.any(Number)]);
  await expect(page.getByText("31,500 mutants")).toBeVisible({ timeout: 60_000 });
});

test("eight assays are eight columns, and any of them has a track", async ({ page }) => {
  const thePage = await ThePage.open(page, "?backend=cpu", "#v1;model=plant-core-promoters");
  // The last one lies out of view.
  await expect(thePage.columnNames().nth(6)).toHaveText("leaf (Jores 2021)");
  const responses = await thePage.readResponses();
  expect(responses.size).toBeGreaterThan(2);
  await expect(page.getByText("510 mutants")).toBeVisible();
});
