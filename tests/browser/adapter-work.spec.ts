import { expect, test } from "@playwright/test";
import { adapterWork, watchAdapter } from "./adapter-work.ts";
import { onSoftwareAdapter, smallLink } from "./software-adapter.ts";
import { ThePage } from "./the-page.ts";

test.use(onSoftwareAdapter);

// What the default model, an ensemble of four, asks for (docs/webgpu-kernels.md), and a little more. An operation costs its dispatch
// however small it is, so that many more of them mean a path that goes column by column.
const members = 4;
const dispatchesOfAResponse = 60;
const dispatchesOfLoading = 230;
const dispatchesOfAPart = 110;
/** All 3,000 changes of a base, and the promoter as it is. */
const dispatchesOfAMutagenesis = 115;

test("a response and a part of a mutagenesis ask the adapter for little", async ({ page }) => {
  // The software adapter compiles shaders for many seconds.
  test.setTimeout(400_000);
  await watchAdapter(page);
  await page.goto(`./?backend=webgpu&watchdogMs=120000&patienceMs=120000${await smallLink(page)}`);
  await expect(new ThePage(page).backend).toContainText("Running on WebGPU", { timeout: 200_000 });
  const ofKind = async (kind: string) =>
    (await adapterWork(page)).steps.filter((step) => step.request === kind && step.dispatches > 0);
  await expect
    .poll(async () => (await ofKind("mutagenesis")).length, { timeout: 200_000 })
    .toBeGreaterThan(0);
  // The test on a known input: nothing else runs beside it.
  const response = (await ofKind("grid"))[0]!;
  const loading = (await ofKind("loadModel"))[0]!;
  // What is left of loading goes to the adapter with the first response.
  expect(loading.dispatches + response.dispatches).toBeLessThan(dispatchesOfLoading + dispatchesOfAResponse);
  // All that is waited for at once is read by a buffer for each network.
  expect(response.reads).toBe(members);
  // A part, or what is left of it: the promoter as it is, then 720 mutants, and perhaps a response that came between.
  const part = (await ofKind("mutagenesis"))[0]!;
  expect(part.dispatches).toBeLessThan(dispatchesOfAPart);
  expect(part.reads).toBeLessThanOrEqual(3 * members);
  const { compiled } = await adapterWork(page);
  expect(compiled.length).toBeGreaterThan(0);
  expect(new Set(compiled).size).toBe(compiled.length);
});

test("a graphics card is asked for a whole mutagenesis at once", async ({ page }) => {
  test.setTimeout(400_000);
  await watchAdapter(page, { asCard: true });
  await page.goto(`./?backend=webgpu&watchdogMs=120000&patienceMs=120000${await smallLink(page)}`);
  await expect(new ThePage(page).backend).toContainText("Running on WebGPU", { timeout: 200_000 });
  const answered = async (kind: string) =>
    (await adapterWork(page)).steps.filter(({ request }) => request === kind).length;
  await expect.poll(() => answered("mutagenesis"), { timeout: 200_000 }).toBe(1);
  // The first grid is the test on a known input. A response may be waited for while the mutagenesis is handed over, so that they are counted together.
  const { steps } = await adapterWork(page);
  const behind = steps.slice(steps.findIndex(({ request }) => request === "grid") + 1);
  const sum = (of: "dispatches" | "reads") => behind.reduce((all, step) => all + step[of], 0);
  const responses = await answered("grid");
  expect(sum("dispatches")).toBeLessThan(dispatchesOfAMutagenesis + (responses - 1) * dispatchesOfAResponse);
  expect(sum("reads")).toBeLessThanOrEqual(responses * members);
});
