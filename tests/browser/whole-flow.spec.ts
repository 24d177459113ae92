import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { onSoftwareAdapter } from "./software-adapter.ts";
import { randomSequence, ThePage } from "./the-page.ts";

test.use(onSoftwareAdapter);

// Short enough for a software adapter, whose first steps compile shaders.
const bases = randomSequence(40, 11);
const patient = { timeout: 200_000 };

for (const backend of ["cpu", "webgpu"])
  test(`from a sequence to a designed promoter and its files, on ${backend}`, async ({ page }) => {
    test.setTimeout(600_000);
    // What do I have?
    await page.goto(`./?backend=${backend}&watchdogMs=120000#v1;genes=;presets=heat-shock-20min;cell=0.0`);
    const thePage = new ThePage(page);
    await thePage.sequences.fill(`>mine\n${bases}`);
    // What does the model say?
    await expect(thePage.rowNames()).toHaveText(["mine"], patient);
    await expect(thePage.backend).toContainText(backend === "cpu" ? "Running on CPU" : "Running on WebGPU");
    await expect(page.getByText(/120 mutants/)).toBeVisible(patient);
    const [own = NaN] = [...((await thePage.readResponses()).get("mine")?.values() ?? [])];
    expect(Number.isFinite(own)).toBe(true);
    // Why?
    await thePage.track.press("End");
    await thePage.track.press("End");
    await expect(thePage.track).toHaveAttribute(
      "aria-valuetext",
      new RegExp(`^\u22121 ${bases.at(-1)}, importance`),
    );
    await page.getByRole("tab", { name: "Transcription factors" }).click();
    await expect(page.getByText(/^Response .* sum of all contributions/)).toBeVisible(patient);
    // What if?
    await page.getByRole("tab", { name: "Designer" }).click();
    await page.getByRole("textbox", { name: "Mutations at most" }).fill("2");
    await page.getByRole("button", { name: "Find mutations" }).click();
    await page.getByRole("button", { name: "Apply all 2 mutations" }).click(patient);
    await expect(thePage.rowNames()).toHaveText(["mine", "mine (edited)"], patient);
    const designed = await thePage.readResponses();
    const [raised = NaN] = [...(designed.get("mine (edited)")?.values() ?? [])];
    expect(raised).toBeGreaterThan(own);
    // Take it with me.
    await page.getByRole("button", { name: "Download", exact: true }).first().click();
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "1 edited promoter" }).click();
    const [, sequence] = (await readFile(await (await saving).path(), "utf8")).trim().split("\n");
    expect([...(sequence ?? "")].filter((base, at) => base !== bases[at])).toHaveLength(2);
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await expect(thePage.rowNames()).toHaveText(["mine", "mine (edited)"], patient);
    await expect.poll(() => thePage.readResponses()).toEqual(designed);
  });
