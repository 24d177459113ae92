import { expect, test } from "@playwright/test";
import { countWork, counted, startCounting } from "./counted-work.ts";
import { ThePage } from "./the-page.ts";

/** What Chromium writes about styles and layout. */
interface TraceEvent {
  name: string;
  args: { elementCount?: number; beginData?: { dirtyObjects: number } };
}

// 36,000 steps are some 10 ms of a laptop, and 50 ms are what a visitor notices. Much more in one go is work that belongs into a worker,
// or has to be cut into pieces.
const mostSteps = 80_000;
const mostStyled = 100;
const mostLaidOut = 200;

test("the page does little in one go while 3,000 mutants are computed and drawn", async ({
  page,
  browser,
}) => {
  await countWork(page);
  const thePage = await ThePage.open(page);
  const finished = page.getByText(/3,000 mutants/);
  await expect(finished).toBeVisible();
  await browser.startTracing(page, { categories: ["devtools.timeline"] });
  await startCounting(page);
  await thePage.cells.nth(1).click();
  await expect(finished).toBeHidden();
  await expect(finished).toBeVisible();
  const { turns, steps, longest } = await counted(page);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  // That anything was counted at all: the track alone has 1,000 bases to draw, part by part.
  expect(turns).toBeGreaterThan(10);
  expect(steps).toBeGreaterThan(10_000);
  expect(longest).toBeLessThan(mostSteps);
  const counts = (name: string, count: (event: TraceEvent) => number | undefined) =>
    traceEvents.flatMap((event) => (event.name === name ? (count(event) ?? []) : []));
  const styled = counts("UpdateLayoutTree", ({ args }) => args.elementCount);
  const laidOut = counts("Layout", ({ args }) => args.beginData?.dirtyObjects);
  expect(styled.length).toBeGreaterThan(0);
  expect(laidOut.length).toBeGreaterThan(0);
  expect(Math.max(...styled)).toBeLessThan(mostStyled);
  expect(Math.max(...laidOut)).toBeLessThan(mostLaidOut);
});
