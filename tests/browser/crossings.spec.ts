import { expect, test } from "@playwright/test";
import { HeldParts } from "../../www/engine/held-parts";
import type { SentSamples } from "../../www/engine/messages";
import { countCrossings, takeCrossings } from "./crossings.ts";
import { randomSequence, ThePage } from "./the-page.ts";

/** What is posted to workers: a part of a sample crosses once to each worker that needs it. */

/** Workers that predict, and the one that explains. */
const mostWorkers = (cores: number) => 2 + Math.min(3, Math.max(0, cores - 1));

test("a sequence crosses once to a worker, whatever is asked about it", async ({ page }) => {
  await countCrossings(page);
  const thePage = await ThePage.open(page);
  const trackIsDone = () =>
    expect(page.locator("cisight-bases-panel").getByText(/mutants in .* on /)).toBeVisible();
  const workers = mostWorkers(await page.evaluate(() => navigator.hardwareConcurrency));
  await trackIsDone();
  await takeCrossings(page);

  const count = 60;
  const own = Array.from({ length: count }, (_, at) => `>p${at + 1}\n${randomSequence(1000, at + 1)}`);
  await thePage.sequences.fill(own.join("\n"));
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", String(count + 5));
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
  await trackIsDone();
  // Those that were there before are held.
  const { grid, unlikeTraining = 0, ...others } = (await takeCrossings(page)).sequences;
  expect([grid, others]).toEqual([count, {}]);
  // One worker looks at all of them, and is sent those that others predicted.
  expect(unlikeTraining).toBeLessThan(count);

  await thePage.cells.nth(4).click();
  await expect.poll(async () => (await takeCrossings(page)).sequences["grid"] ?? 0).toBe(0);
  await trackIsDone();
  await takeCrossings(page);

  // An edit: the new sequence, to the worker that predicts and to those that compute its track.
  await thePage.track.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const standing = /^\S+ ([ACGT]),/.exec((await thePage.track.getAttribute("aria-valuetext")) ?? "")![1]!;
  await page.keyboard.press("ACGT".replace(standing, "").charAt(0));
  await expect(thePage.responses).toHaveAttribute("aria-rowcount", String(count + 6));
  await expect(thePage.responses).toHaveAttribute("aria-busy", "false");
  await trackIsDone();
  const { sequences, bytes } = await takeCrossings(page);
  expect(sequences["grid"]).toBe(1);
  expect(sequences["mutagenesis"] ?? 0).toBeLessThan(workers);
  // Of the others it is known whether they are unlike those trained on.
  expect(sequences["unlikeTraining"] ?? 0).toBeLessThanOrEqual(1);
  // Nine questions about one sequence; the levels of 209 TFs go with each.
  expect(bytes).toBeLessThan(20 * 1024);

  const order = page.getByRole("combobox", { name: "Promoters" });
  for (const by of ["by name", "by similarity"]) {
    await order.selectOption(by);
    await expect(order).toHaveValue(by.replace("by ", ""));
    await expect(page.locator("cisight-response-map progress")).toHaveCount(0);
  }
  expect((await takeCrossings(page)).sequences).toEqual({});
});

test("what a worker holds is bounded, and what it lacks is sent again", () => {
  const held = new HeldParts(0, 100);
  const sent = (...sequences: string[]) =>
    (held.sent({ samples: sequences.map((sequence) => ({ sequence })) }) as { samples: SentSamples }).samples;
  const added = ({ added }: SentSamples) => added.map(({ value }) => String(value).charAt(0)).join("");
  const [a, b, c] = ["A", "C", "G"].map((base) => base.repeat(40)) as [string, string, string];
  const first = sent(a, b, a);
  expect([first.length, added(first), [...first.parts], [...first.released]]).toEqual([
    3,
    "AC",
    [1, 2, 1],
    [],
  ]);
  const second = sent(c, a);
  // The one that was not asked for goes.
  expect([added(second), [...second.parts], [...second.released]]).toEqual(["G", [3, 1], [2]]);
  const third = sent(a, b, c);
  // More than the bound, where one question needs it.
  expect([added(third), [...third.parts], [...third.released]]).toEqual(["C", [1, 4, 3], []]);
  expect([...sent(c).released]).toEqual([1]);
});

test("of several inputs, each part crosses alone", () => {
  const held = new HeldParts(0);
  const [one, other] = [Float32Array.of(1, 2), Float32Array.of(1, 2)];
  const sent = (sequence: string, others: (string | Float32Array)[], input?: number) =>
    (
      held.sent({ sample: { sequence, others, ...(input !== undefined && { input }) } }) as {
        samples: SentSamples;
      }
    ).samples;
  expect(sent("ACGT", [one, "TTTT"]).added.map(({ input }) => input)).toEqual([0, 1, 2]);
  // An edit of the first sequence leaves the others where they are; the same letters in another input are another part.
  expect(sent("TTTT", [one, "TTTT"]).added).toEqual([{ number: 4, input: 0, value: "TTTT" }]);
  const looked = sent("TTTT", ["ACGT", one], 2);
  expect([[...looked.parts], [...looked.lookedAt], looked.added]).toEqual([[1, 2, 3], [2], []]);
  // Numbers are told by the array that holds them.
  expect(sent("ACGT", [other, "TTTT"]).added.map(({ input }) => input)).toEqual([1]);
});
