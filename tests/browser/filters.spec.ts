import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { ThePage } from "./the-page.ts";

for (const [scheme, width] of [
  ["light", 1200],
  ["dark", 360],
] as const)
  test(`the model's motifs are shown with what they resemble, ${scheme}, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await ThePage.open(page, "?backend=cpu", "#v1;genes=YFL014W;presets=heat-shock-20min;cell=0.0");
    await page.getByRole("tab", { name: "Motifs" }).click();
    const kernels = page.getByRole("list", { name: "Motifs of the first kernels" });
    await expect(kernels.getByRole("listitem")).toHaveCount(64);
    expect(asked.filter((url) => url.includes("grammar.json")).length).toBeGreaterThan(0);
    const written = JSON.parse(await readFile("models/fun-prose-s-cerevisiae/grammar.json", "utf8")) as {
      kernels: { name: string; consensus: string; match: { name: string; qValue: number } }[];
    };
    const first = written.kernels[0]!;
    const shown = kernels.getByRole("listitem").first();
    await expect(shown).toContainText(first.name);
    await expect(shown).toContainText(`looks for ${first.consensus}`);
    await expect(shown).toContainText(`like ${first.match.name}`);
    await expect(shown).toContainText("Sites along the sequence, \u22121000 to \u22121");
    const alike = written.kernels.filter(({ match }) => match.qValue < 0.05).length;
    await page.getByLabel("Only those that resemble a known motif").check();
    await expect(kernels.getByRole("listitem")).toHaveCount(alike);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download MEME" }).click();
    const meme = (await readFile(await (await download).path())).toString();
    expect(meme.match(/^MOTIF /gm)).toHaveLength(alike);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth: across, clientWidth: room } = document.documentElement;
      return { scrollWidth: across, clientWidth: room };
    });
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    await expectAccessible(page);
  });
