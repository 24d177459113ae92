import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { address, subPath } from "./address.ts";
import { randomSequence, ThePage } from "./the-page.ts";

test.use({ serviceWorkers: "allow" });

test("a whole visit asks no other origin for anything and sends nothing", async ({ page, context }) => {
  const requests: { url: string; method: string; body: string | null; ofWorker: boolean }[] = [];
  context.on("request", (request) =>
    requests.push({
      url: request.url(),
      method: request.method(),
      body: request.postData(),
      ofWorker: request.serviceWorker() !== null,
    }),
  );
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  const secret = randomSequence(600, 99);
  const thePage = await ThePage.open(page, "");
  await thePage.gene.fill("HSP26");
  await page.getByRole("option", { name: /HSP26/ }).click();
  await thePage.sequences.fill(`>secret\n${secret}`);
  await expect(thePage.rowNames().filter({ hasText: "secret" })).toHaveCount(1);
  await page.getByRole("button", { name: "Model card" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(thePage.track).toBeVisible();
  await expect(page.getByText("Works offline")).toBeVisible();

  expect(requests.some(({ ofWorker, url }) => ofWorker && url.includes("catalogue"))).toBe(true);
  expect(sockets).toEqual([]);
  expect(requests.length).toBeGreaterThan(5);
  for (const { url, method, body } of requests) {
    const ofThePage = url.startsWith(address) || url.startsWith(`blob:${new URL(address).origin}`);
    expect(ofThePage, url).toBe(true);
    expect(method).toBe("GET");
    expect(body).toBeNull();
    expect(url).not.toContain(secret.slice(0, 30));
  }
});

test("the page works from a sub-path", async ({ page }) => {
  const failed: string[] = [];
  page.on("response", (response) => response.ok() || failed.push(response.url()));
  const outside: string[] = [];
  page.on("request", (request) => request.url().startsWith(address + subPath) || outside.push(request.url()));
  await page.goto(`${address}${subPath}?backend=cpu`);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  await thePage.gene.fill("HSP26");
  await expect(page.getByRole("option", { name: /HSP26/ })).toBeVisible();
  expect(failed).toEqual([]);
  expect(outside).toEqual([]);
});

test("the policy of the page allows nothing but the page itself", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const violations: string[] = [];
  page.on(
    "console",
    (message) => /content security policy/i.test(message.text()) && violations.push(message.text()),
  );
  const foreign = await page.evaluate(async () => {
    const answer = await fetch("https://example.org/", { mode: "no-cors" }).catch(() => "refused");
    return answer === "refused";
  });
  expect(foreign).toBe(true);
  expect(violations.length).toBeGreaterThan(0);
  violations.length = 0;
  await thePage.track.press("+");
  expect(violations).toEqual([]);
});

test("names with markup stay text", async ({ page }) => {
  const thePage = await ThePage.open(page);
  const name = "<img/src=x/onerror=document.title='hit'>";
  const condition = "<b onmouseover=alert(1)>bold</b>";
  await thePage.sequences.fill(`>${name}\n${randomSequence(600)}\n><script>1</script>\n`);
  await expect(thePage.rowNames().filter({ hasText: name })).toHaveCount(1);
  const tf = await page.request.get("models/registry.json").then(async (answer) => {
    const [{ id }] = (await answer.json()) as [{ id: string }];
    const presets = JSON.parse(readFileSync(`models/${id}/presets.json`, "utf8")) as { tfs: string[] };
    return presets.tfs[0]!;
  });
  await thePage.tfTable.fill(`TF\t${condition}\n${tf}\t0.4\n<i>none</i>\t1\n`);
  await expect(thePage.columnNames().filter({ hasText: condition })).toHaveCount(1);
  const row = thePage.responses.getByRole("row").filter({ hasText: name });
  await row.getByRole("gridcell").first().click();
  await expect(page.getByRole("combobox", { name: "Promoter", exact: true })).toHaveValue(name);
  expect(await page.locator("img, b[onmouseover], i, script:not([src])").count()).toBe(0);
  await expect(page).not.toHaveTitle("hit");
});
