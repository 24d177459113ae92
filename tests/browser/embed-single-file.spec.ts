import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "@playwright/test";
import { randomSequence, ThePage } from "./the-page.ts";

const address = pathToFileURL(resolve("dist-single-file/cisight.html")).href;

test("the single file, opened from disk, predicts what the page predicts and loads nothing", async ({
  page,
}) => {
  const onPage = await (await ThePage.open(page)).readResponses();
  await page.goto("about:blank");

  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  const thePage = new ThePage(page);
  await expect(thePage.cells.first()).toBeVisible();
  await expect.poll(() => thePage.readResponses()).toEqual(onPage);
  await expect(thePage.track).toBeVisible();

  // The catalogue, the presets, the card and an input of one's own are inside as well.
  await thePage.gene.fill("HSP26");
  await page.getByRole("option", { name: /HSP26/ }).click();
  await thePage.preset.fill("nitrogen");
  await page.getByRole("option").first().click();
  await thePage.sequences.fill(`>own\n${randomSequence(500)}`);
  await expect(thePage.rowNames()).toHaveText([...onPage.keys(), "HSP26", "own"]);
  await expect(thePage.columnNames()).toHaveCount(5);
  await page.getByRole("button", { name: "Model card" }).click();
  await expect(page.getByRole("dialog").getByRole("heading").nth(1)).toBeVisible();

  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith("blob:") && !url.startsWith("data:"))).toEqual([address]);
});

test("the single file's policy lets it ask nobody for anything", async ({ page }) => {
  await page.goto(address);
  const refused = (url: string) =>
    page.evaluate(
      (url) =>
        fetch(url, { mode: "no-cors" }).then(
          () => "answered",
          () => "refused",
        ),
      url,
    );
  expect(await refused("http://127.0.0.1:9/")).toBe("refused");
  expect(await refused("data:text/plain,hello")).toBe("refused");
});

test("a link to the single file keeps what it shows", async ({ page }) => {
  await page.goto(`${address}#v1;genes=YFL014W;presets=heat-shock-20min;cell=0.0`);
  const thePage = new ThePage(page);
  await expect(thePage.rowNames()).toHaveText(["HSP12"]);
  await thePage.gene.fill("HSP26");
  await thePage.gene.press("Enter");
  await expect(page).toHaveURL(/cisight\.html#v1;genes=YFL014W,YBR072W;/);
  await page.reload();
  await expect(thePage.rowNames()).toHaveText(["HSP12", "HSP26"]);
});

test("the single file says that it cannot read genomes and models", async ({ page }) => {
  await page.goto(address);
  await expect(new ThePage(page).cells.first()).toBeVisible();
  for (const name of ["Add a model…", "Use another genome…"]) {
    await page.getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toContainText("open the page where it is hosted");
    await expect(page.getByRole("dialog").locator("input[type=file]")).toHaveCount(0);
    await page.keyboard.press("Escape");
  }
});
