import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { randomSequence, ThePage } from "./the-page.ts";

const card = (page: Page) => page.getByRole("group", { name: "Earlier work" });
const offers = (page: Page) => card(page).getByRole("listitem");
const privacy = /Kept in this browser only, .* nothing is uploaded\./;

/** Forty promoters: more than a link has room for. */
const many = Array.from({ length: 40 }, (_, at) => `>p${at + 1}\n${randomSequence(1000, at + 1)}`).join("\n");

/** Waits until the browser keeps what is on the page now. */
async function kept(page: Page, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async (text) => {
        const opening = indexedDB.open("cisight");
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(new Error("not opened"));
        });
        if (!database.objectStoreNames.contains("workBodies")) return database.close();
        const all: unknown[] = [];
        for (const name of ["work", "workBodies"]) {
          const asking = database.transaction(name).objectStore(name).getAll();
          all.push(await new Promise((resolve) => (asking.onsuccess = () => resolve(asking.result))));
        }
        database.close();
        const flat = (_: string, value: unknown) => (value instanceof Map ? [...value] : value);
        return all.some((body) => JSON.stringify(body, flat).includes(text));
      }, text),
    )
    .toBe(true);
}

test("earlier work that is asked for before it is known stays open", async ({ page }) => {
  await page.addInitScript(() => {
    const query = navigator.locks.query.bind(navigator.locks);
    const isReleased = new Promise((resolve) => addEventListener("release-locks", resolve));
    navigator.locks.query = async () => {
      await isReleased;
      return query();
    };
  });
  await ThePage.open(page);
  const button = page.getByRole("button", { name: "Earlier work" });
  await expect(button).toBeEnabled();
  await button.click();
  await expect(card(page)).toBeVisible();
  await page.evaluate(() => dispatchEvent(new Event("release-locks")));
  // As long as it takes to find out what there is.
  await page.waitForTimeout(1000);
  await expect(card(page)).toContainText("There is no earlier work");
});

test("a reload loses nothing: sequences, table, edits and what can be undone are offered and come back", async ({
  page,
}) => {
  const thePage = await ThePage.open(page);
  await expect(card(page)).toBeHidden();
  await thePage.removeAllGenes();
  await thePage.sequences.fill(many);
  await thePage.tfTable.fill("TF\tmine\nHSF1\t1.5\n");
  await expect(thePage.columnNames().last()).toHaveText("mine");
  await expect(thePage.rowNames().first()).toHaveText("p1");
  await page.getByText("Sequence: p1").click();
  const changed = randomSequence(990, 77);
  await page.getByRole("textbox", { name: "Sequence of p1" }).fill(changed);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(thePage.rowNames().nth(1)).toHaveText("p1 (edited)");
  const responses = await thePage.readResponses();
  await kept(page, changed);

  await page.reload();
  const fresh = new ThePage(page);
  await expect(offers(page)).toHaveCount(1);
  await expect(offers(page)).toContainText(/Your work of \d\d:\d\d/);
  await expect(offers(page)).toContainText("40 own sequences");
  await expect(offers(page)).toContainText("1 edit and TF table");
  await expect(card(page)).toContainText(privacy);
  await expectAccessible(page, "cisight-app");
  // The address wins: what it has no room for is not there before it is asked for.
  await expect(fresh.sequences).toHaveValue("");

  await page.getByRole("button", { name: /^Bring it back: your work of/ }).click();
  await expect(page.getByRole("status").filter({ hasText: /Your work of .* is open/ })).toBeVisible();
  await expect(fresh.sequences).toHaveValue(many);
  await expect(fresh.tfTable).toHaveValue(/mine/);
  await expect(fresh.rowNames().nth(1)).toHaveText("p1 (edited)");
  await expect.poll(() => fresh.readResponses()).toEqual(responses);
  await page.getByRole("button", { name: /^Undo the last change: typed bases/ }).click();
  await expect(fresh.rowNames().nth(1)).toHaveText("p2");
  await page.getByRole("button", { name: /^Make the change again/ }).click();
  await expect(fresh.rowNames().nth(1)).toHaveText("p1 (edited)");

  // A second tab has work of its own, and is not offered that of a living one.
  const other = await page.context().newPage();
  const second = await ThePage.open(other);
  await expect(other.getByRole("button", { name: "Earlier work" })).toBeEnabled();
  await second.sequences.fill(`>other\n${randomSequence(300)}`);
  await expect(second.rowNames().last()).toHaveText("other");
  await kept(other, ">other");
  await other.getByRole("button", { name: "Earlier work" }).click();
  await expect(card(other)).toContainText("There is no earlier work");
  await expect(card(other)).toContainText("is kept as of");
  await page.close();
  await other.getByRole("button", { name: "Close", exact: true }).click();
  await other.getByRole("button", { name: "Earlier work" }).click();
  await expect(offers(other)).toHaveText([/40 own sequences/]);
  await expect(second.sequences).toHaveValue(/^>other/);

  // What is forgotten does not come back.
  await other.getByRole("button", { name: /^Forget it: your work of/ }).click();
  // It was the last one.
  await expect(card(other)).toBeHidden();
  await other.getByRole("button", { name: "Earlier work" }).click();
  await other.getByRole("button", { name: "Forget it, too" }).click();
  await expect(card(other)).toContainText("will be kept as you go");
  await other.goto("about:blank");
  await ThePage.open(other);
  await other.getByRole("button", { name: "Earlier work" }).click();
  await expect(card(other)).toContainText("There is no earlier work");
});

test("after a crash what the address holds goes on by itself, with its undo history", async ({ page }) => {
  const thePage = await ThePage.open(page);
  await thePage.removeAllGenes();
  await thePage.sequences.fill(`>short\n${randomSequence(120)}`);
  await expect(thePage.rowNames()).toHaveText(["short"]);
  await page.getByText("Sequence: short").click();
  const changed = randomSequence(120, 5);
  await page.getByRole("textbox", { name: "Sequence of short" }).fill(changed);
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(thePage.rowNames()).toHaveText(["short", "short (edited)"]);
  await expect(page).toHaveURL(/;edit=/);
  const address = page.url();
  await kept(page, new URL(address).hash.slice(-40));
  // The browser's process of the page dies.
  const crashed = page.waitForEvent("crash");
  await page.goto("chrome://crash").catch(() => undefined);
  await crashed;
  const next = await page.context().newPage();
  await next.goto(address);
  const fresh = new ThePage(next);
  await expect(fresh.rowNames()).toHaveText(["short", "short (edited)"]);
  await next.getByRole("button", { name: /^Undo the last change: typed bases/ }).click();
  await expect(fresh.rowNames()).toHaveText(["short"]);
  await expect(card(next)).toBeHidden();
});

test("where the browser keeps nothing, it asks before the page is closed, but only over what would be lost", async ({
  page,
}) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException("blocked", "SecurityError");
    };
  });
  const thePage = await ThePage.open(page);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  await expect(page.getByRole("button", { name: "Earlier work" })).toBeEnabled();
  await page.reload();
  expect(dialogs).toEqual([]);
  await expect(thePage.cells.first()).toBeVisible();
  await thePage.sequences.fill(`>mine\n${randomSequence(300)}`);
  await expect(thePage.rowNames().last()).toHaveText("mine");
  await page.getByRole("button", { name: "Earlier work" }).click();
  await expect(card(page)).toContainText("This browser keeps nothing here");
  await page.reload();
  expect(dialogs).toEqual(["beforeunload"]);
});
