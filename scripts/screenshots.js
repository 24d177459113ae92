// Takes the pictures of docs/ from the build in dist/: npm run screenshots
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { preview } from "vite";

const looks = [
  { name: "desktop", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "phone", viewport: { width: 360, height: 780 }, colorScheme: "light" },
];

const server = await preview({ preview: { port: 4321, strictPort: true } });
const browser = await chromium.launch({
  executablePath: process.env.CISIGHT_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
mkdirSync("docs/views", { recursive: true });

for (const { name, ...look } of looks) {
  const page = await (await browser.newContext({ ...look, serviceWorkers: "block" })).newPage();
  await page.goto("http://127.0.0.1:4321/?backend=cpu");
  await page.getByText(/3,000 mutants/).waitFor({ timeout: 120_000 });
  if (name === "desktop") await page.screenshot({ path: "docs/page.png" });
  const shoot = (view, locator) =>
    locator.screenshot({ path: `docs/views/${view}-${name}.jpg`, type: "jpeg", quality: 80 });
  const why = page.locator("cisight-why");

  await why.getByRole("button", { name: "Zoom in" }).click();
  await why.getByRole("button", { name: "Zoom in" }).click();
  await page.locator("summary", { hasText: "More tracks" }).click();
  for (const track of [/DeepLIFT/, /Motif matches/])
    await page.getByRole("checkbox", { name: track }).check();
  await page.getByText(/[Cc]ompleteness error/).first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1500);
  await shoot("bases", why);

  await page.getByRole("tab", { name: "Transcription factors" }).click();
  await page.getByText(/largest error/).waitFor({ timeout: 120_000 });
  await shoot("tfs", why);

  await page.getByRole("tab", { name: "Designer" }).click();
  await page.getByRole("button", { name: "Find mutations" }).click();
  await page.getByRole("button", { name: /^Apply all/ }).waitFor({ timeout: 240_000 });
  await shoot("designer", why);

  await page.getByRole("tab", { name: "Bases" }).click();
  for (const gene of ["HSP26 SSA4 HSP104 DDR2 TPS1", "RPS3 RPL10 RPP0 NOP1", "HIS4 ARG3 GCN4 PHO84 GAL1 CYC1 ADH1 PGK1"]) {
    const field = page.getByRole("combobox", { name: "Add a gene by name" });
    await field.fill(gene);
    await field.press("Enter");
    await page.waitForTimeout(1500);
  }
  await page.getByRole("button", { name: "Add all 173" }).click();
  const map = page.locator("cisight-results section").first();
  await page.getByText(/21 promoters × 173 conditions in/).waitFor({ timeout: 240_000 });
  await page.getByRole("combobox", { name: "Promoters" }).first().selectOption({ label: "by similarity" });
  await page.getByRole("combobox", { name: "Conditions" }).first().selectOption({ label: "by similarity" });
  await page.waitForTimeout(3000);
  await shoot("map", map);
  await page.close();
}
await browser.close();
await server.close();
