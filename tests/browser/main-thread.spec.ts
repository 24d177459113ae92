import { expect, test } from "@playwright/test";
import { ThePage } from "./the-page.ts";

/** What Chromium writes about a task: `tdur` is the processor's time in microseconds, which other work on the machine does not lengthen. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  tdur?: number;
  args: { name?: string };
}

test("no task of the page takes 50 ms while 3,000 mutants are computed and drawn", async ({
  page,
  browser,
}) => {
  const thePage = await ThePage.open(page);
  const finished = page.getByText(/3,000 mutants/);
  await expect(finished).toBeVisible();
  await browser.startTracing(page, {
    categories: ["disabled-by-default-devtools.timeline", "toplevel", "__metadata"],
  });
  await thePage.cells.nth(1).click();
  await expect(finished).toBeHidden();
  await expect(finished).toBeVisible();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(thread),
  );
  const tasks = traceEvents
    .filter((event) => /RunTask$/.test(event.name) && main.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
  expect(tasks.length).toBeGreaterThan(100);
  expect(Math.max(...tasks)).toBeLessThan(50);
});
