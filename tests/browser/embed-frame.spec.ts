import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Frame, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { address } from "./address.ts";
import { host, type StaticHost } from "./static-host.ts";
import { randomSequence, ThePage } from "./the-page.ts";

type Heard = { origin: string; data: Record<string, unknown> };
interface Host extends Window {
  heard: Heard[];
  frame: HTMLIFrameElement;
}

let folder: string;
let site: StaticHost;
let origin: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cisight-"));
  const script = `
    window.heard = [];
    addEventListener("message", ({ origin, data }) => heard.push({ origin, data }));
    frame.src = new URLSearchParams(location.search).get("frame");`;
  // High enough for all rows of the map: it draws those in view only.
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><title>A laboratory</title><iframe id="frame" style="width:400px;height:900px"></iframe><script>${script}</script>`,
  );
  writeFileSync(join(folder, "beside.html"), "<!doctype html>");
  site = await host(folder);
  origin = site.address.replace("127.0.0.1", "localhost").slice(0, -1);
});
test.afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

/** The other site, with the page in a frame. */
async function openSite(page: Page, query = `&origin=${origin}`, hash = ""): Promise<void> {
  const frame = `${address}?embed=1&backend=cpu${query}${hash}`;
  await page.goto(`${origin}/?frame=${encodeURIComponent(frame)}`);
  await expect(page.frameLocator("#frame").getByRole("gridcell").first()).toBeVisible();
}

const heard = (page: Page, type: string) =>
  page.evaluate(
    (type) => (window as unknown as Host).heard.filter(({ data }) => data["type"] === type),
    type,
  );

/** Begins to listen in the page inside; what it returns waits until a message with this id has been there. */
async function arrival(inner: Frame, id: string | number | null): Promise<() => Promise<void>> {
  await inner.evaluate((id) => {
    const seen = window as unknown as { seen: Promise<void> };
    seen.seen = new Promise((resolve) =>
      addEventListener("message", ({ data }: MessageEvent<{ id?: unknown } | null>) => {
        if (data?.id === id) resolve();
      }),
    );
  }, id);
  return () => inner.evaluate(() => (window as unknown as { seen: Promise<void> }).seen);
}

/** Sends a message and waits for the answer with its id. */
async function ask(page: Page, message: Record<string, unknown>) {
  return page.evaluate(async (message) => {
    const { frame, heard } = window as unknown as Host;
    const id = `ask ${Math.random()}`;
    frame.contentWindow?.postMessage({ cisight: 1, id, ...message }, "*");
    for (;;) {
      const reply = heard.find(({ data }) => data["id"] === id);
      if (reply) return reply.data;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, message);
}

test("another site loads sequences into the frame and gets what the page shows", async ({ page }) => {
  await openSite(page);
  const before = await page.evaluate(() => [location.href, history.length]);
  const text = `>low\n${randomSequence(700)}\n>high\n${randomSequence(900, 3)}\n>bad\nACG`;
  const done = await ask(page, { type: "load-sequences", text });
  expect(done).toMatchObject({ cisight: 1, type: "done", names: ["low", "high"] });
  expect(done["problems"]).toEqual([expect.stringMatching(/bad.*too short/i)]);
  await ask(page, { type: "set-genes", genes: ["HSP12"] });
  await ask(page, { type: "set-conditions", ids: ["heat-shock-20min"] });
  expect(await ask(page, { type: "set-tf-table", text: "TF\tmine\nHSF1\t1.5\n" })).toMatchObject({
    type: "done",
    names: ["mine"],
  });
  const results = (await ask(page, { type: "get-results" })) as {
    promoters: string[];
    conditions: string[];
    responses: number[][];
  };
  expect(results.promoters).toEqual(["HSP12", "low", "high"]);
  const shown = await new ThePage(page.frames()[1] as unknown as Page).readResponses();
  results.promoters.forEach((promoter, row) =>
    results.conditions.forEach((condition, column) =>
      expect(results.responses[row]![column]).toBeCloseTo(shown.get(promoter)!.get(condition)!, 2),
    ),
  );

  const cell = { promoter: "high", condition: "mine" };
  expect(await ask(page, { type: "select-cell", ...cell })).toMatchObject({ type: "done" });
  await expect.poll(async () => (await heard(page, "cell-selected")).at(-1)?.data).toMatchObject(cell);
  expect((await heard(page, "ready")).length).toBe(1);
  expect((await heard(page, "results-changed")).at(-1)?.data).toMatchObject({ promoters: 3, conditions: 2 });
  const track = await ask(page, { type: "get-track" });
  expect(track).toMatchObject({ type: "track", ...cell, coordinates: "promoter", place: null });
  expect(track["bases"]).toHaveLength(900);
  await expect.poll(async () => (await heard(page, "track-changed")).at(-1)?.data).toMatchObject(cell);
  expect(await page.evaluate(() => [location.href, history.length])).toEqual(before);
});

test("the frame tells its height, and fits a narrow place", async ({ page }) => {
  await openSite(page);
  const frame = page.frameLocator("#frame");
  await expect(frame.getByRole("slider", { name: /Mutagenesis track/ })).toBeVisible();
  const fit = async () => {
    const height = (await heard(page, "resize")).at(-1)?.data["height"] as number;
    await page.locator("#frame").evaluate((frame, height) => (frame.style.height = `${height}px`), height);
    return frame.locator("html").evaluate(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => ({
      down: scrollHeight - clientHeight,
      across: scrollWidth - clientWidth,
    }));
  };
  // The frame's own height decides on the height of a few parts: the second answer is the last.
  await expect.poll(fit).toEqual({ down: 0, across: 0 });
  const tall = (await heard(page, "resize")).at(-1)?.data["height"] as number;
  await ask(page, { type: "set-genes", genes: [] });
  await expect.poll(async () => (await heard(page, "resize")).at(-1)?.data["height"]).toBeLessThan(tall);
});

test("the frame follows a link and opens the full page with what it shows", async ({ page, context }) => {
  await openSite(page, "", "#v1;genes=YBR072W;presets=h2o2-20min;cell=0.0");
  const frame = page.frameLocator("#frame");
  await expect(frame.getByRole("rowheader")).toContainText(["HSP26"]);
  const opening = context.waitForEvent("page");
  await frame.getByRole("link", { name: "Open in full page" }).click();
  const full = await opening;
  await expect(full).toHaveURL(/\?backend=cpu#v1;genes=YBR072W;/);
  await expect(full.getByRole("button", { name: "Copy link" })).toBeVisible();
});

for (const [title, query] of [
  ["without an origin", () => ""],
  ["for another origin", () => `&origin=http://localhost:9`],
  ["for an origin that is none", () => "&origin=*"],
  ["for the origin that every sandboxed page has", () => "&origin=null"],
] as const)
  test(`${title} nothing is listened to and nothing is sent`, async ({ page }) => {
    await openSite(page, query());
    const inner = page.frames()[1]!;
    const arrived = await arrival(inner, null);
    await page.evaluate(() => {
      const { frame } = window as unknown as Host;
      frame.contentWindow?.postMessage({ cisight: 1, id: 1, type: "set-genes", genes: ["GAL1"] }, "*");
      frame.contentWindow?.postMessage({ cisight: 2, id: null }, "*");
    });
    await arrived();
    // New results, of which a page that listened would have been told: by then, an answer would have been sent as well.
    const frame = page.frameLocator("#frame");
    const gene = frame.getByRole("combobox", { name: "Add a gene by name" });
    await gene.fill("HXK1");
    await gene.press("Enter");
    await expect(frame.getByRole("rowheader").last()).toContainText("HXK1");
    await expect(frame.getByRole("grid")).toHaveAttribute("aria-busy", "false");
    await expect(frame.getByRole("rowheader").first()).toContainText("HSP12");
    expect(await frame.getByRole("rowheader").filter({ hasText: "GAL1" }).count()).toBe(0);
    // Messages from one page to another come in the order in which they are sent: what was sent before stands before this one.
    await inner.evaluate(() => window.parent.postMessage("the last", "*"));
    await expect
      .poll(() => page.evaluate(() => (window as unknown as Host).heard.map(({ data }) => data)))
      .toEqual(["the last"]);
  });

test("another frame of the right origin is not the page around", async ({ page }) => {
  await openSite(page);
  const inner = page.frames()[1]!;
  const arrived = await arrival(inner, "beside");
  await page.evaluate(async () => {
    const beside = document.createElement("iframe");
    beside.src = "/beside.html";
    document.body.append(beside);
    await new Promise((resolve) => (beside.onload = resolve));
    const script = beside.contentDocument!.createElement("script");
    script.textContent = `
      window.heard = [];
      onmessage = ({ data }) => heard.push(data);
      parent.frames[0].postMessage({ cisight: 1, id: "beside", type: "set-genes", genes: ["RPL3"] }, "*")`;
    beside.contentDocument!.body.append(script);
  });
  await arrived();
  // Commands are carried out, and answered, in the order in which they come: an answer to the other frame would be there by now.
  await ask(page, { type: "get-results" });
  await inner.evaluate(() => window.parent.frames[1]!.postMessage({ id: "the last" }, "*"));
  await expect
    .poll(() => page.evaluate(() => (window.frames[1] as unknown as Host).heard.length))
    .toBeGreaterThan(0);
  const all = await page.evaluate(() => [
    ...(window as unknown as Host).heard.map(({ data }) => data["id"]),
    ...(window.frames[1] as unknown as Host).heard,
  ]);
  expect(all.at(-1)).toEqual({ id: "the last" });
  expect(all).not.toContain("beside");
  expect(all.filter((id) => typeof id === "object" && id !== null)).toEqual([{ id: "the last" }]);
  await expect(page.frameLocator("#frame").getByRole("rowheader").first()).toContainText("HSP12");
});

/** Each is made in the page, because not all of them could be handed over to it. */
const hostile: { title: string; make: () => unknown; says: RegExp | "nothing" }[] = [
  { title: "nothing at all", make: () => null, says: "nothing" },
  { title: "a text", make: () => '{"cisight":1}', says: "nothing" },
  { title: "some other program's message", make: () => ({ type: "get-results", id: 1 }), says: "nothing" },
  { title: "a map", make: () => new Map([["cisight", 1]]), says: "nothing" },
  { title: "another version", make: () => ({ cisight: 2, id: 1, type: "get-results" }), says: /version 1/ },
  { title: "no id", make: () => ({ cisight: 1, type: "get-results" }), says: /needs an “id”/ },
  {
    title: "an id that is an object",
    make: () => ({ cisight: 1, id: {}, type: "get-results" }),
    says: /“id”/,
  },
  { title: "an endless id", make: () => ({ cisight: 1, id: "x".repeat(201), type: "x" }), says: /“id”/ },
  { title: "an infinite id", make: () => ({ cisight: 1, id: Infinity, type: "get-results" }), says: /“id”/ },
  { title: "no type", make: () => ({ cisight: 1, id: 1 }), says: /“type” is not known/ },
  {
    title: "a type every object has",
    make: () => ({ cisight: 1, id: 1, type: "constructor" }),
    says: /“type” is not known/,
  },
  {
    title: "a type with markup",
    make: () => ({ cisight: 1, id: 1, type: "<img src=x onerror=alert(1)>" }),
    says: /^This “type” is not known: use [^<]*$/,
  },
  {
    title: "a number for a text",
    make: () => ({ cisight: 1, id: 1, type: "load-sequences", text: 42 }),
    says: /needs “text” as a text/,
  },
  {
    title: "no list",
    make: () => ({ cisight: 1, id: 1, type: "set-conditions", ids: "heat-shock-20min" }),
    says: /needs “ids” as a list/,
  },
  {
    title: "a list of objects",
    make: () => ({ cisight: 1, id: 1, type: "set-genes", genes: [{ toString: "HSP12" }] }),
    says: /needs “genes” as a list/,
  },
  {
    title: "a list with billions of holes",
    make: () => ({ cisight: 1, id: 1, type: "set-genes", genes: new Array(4294967295) }),
    says: /“genes” has too many entries/,
  },
  {
    title: "a list with a hole",
    make: () => ({ cisight: 1, id: 1, type: "set-genes", genes: Object.assign(["HSP12"], { 2: "RPL3" }) }),
    says: /needs “genes” as a list/,
  },
  {
    title: "an object that contains itself",
    make: () => {
      const message: Record<string, unknown> = { cisight: 1, id: 1, type: "set-genes" };
      message["genes"] = message;
      return message;
    },
    says: /needs “genes” as a list/,
  },
  {
    title: "more text than any genome has promoters",
    make: () => ({ cisight: 1, id: 1, type: "set-tf-table", text: "A".repeat(50_000_001) }),
    says: /“text” is too long/,
  },
  {
    title: "sequences that are none",
    make: () => ({ cisight: 1, id: 1, type: "load-sequences", text: ">x\nMKLVEFQIPDRWHYMKLVEFQIPDRWHY" }),
    says: /protein/,
  },
  {
    title: "a gene that is none",
    make: () => ({ cisight: 1, id: 1, type: "set-genes", genes: ["<b>gene</b>"] }),
    says: /no gene “<b>gene<\/b>”/,
  },
  {
    title: "a cell that is none",
    make: () => ({ cisight: 1, id: 1, type: "select-cell", promoter: "a", condition: "b" }),
    says: /no prediction for “a” in “b”/,
  },
];

test("each malformed message gets one sentence or silence, and the next good one works", async ({ page }) => {
  await openSite(page);
  for (const { title, make, says } of hostile)
    await test.step(title, async () => {
      const before = (await heard(page, "error")).length;
      const send = `frame.contentWindow.postMessage((${make.toString()})(), "*")`;
      await page.evaluate(send);
      const good = await ask(page, { type: "set-genes", genes: ["HSP12"] });
      expect(good).toMatchObject({ type: "done", names: ["HSP12"] });
      const errors = (await heard(page, "error")).slice(before);
      if (says === "nothing") expect(errors).toEqual([]);
      else {
        expect(errors.map(({ data }) => data["message"])).toEqual([expect.stringMatching(says)]);
        expect(errors[0]?.data).toMatchObject({
          code: expect.stringMatching(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/),
          parameters: expect.any(Object),
        });
        expect(errors[0]?.data["code"]).not.toBe("page.unexpected");
        expect(errors[0]?.data["id"] === null || errors[0]?.data["id"] === 1).toBe(true);
      }
    });
  expect(await page.frames()[1]!.locator("img, b:has-text('gene')").count()).toBe(0);
});

test("an error has a code and parameters beside the sentence that the page shows", async ({ page }) => {
  await openSite(page);
  const cases: [command: object, code: string, parameters: object, says: RegExp][] = [
    [
      { type: "set-tf-table", text: "TF\theat\nHSF1\tmany\n" },
      "table.not-a-number",
      { line: 2, column: "heat", text: "many" },
      /line 2, column "heat": "many"/i,
    ],
    [
      { type: "load-sequences", text: "ACGTACGTACGTACGTACGTACGT\n>x\nACGT\n" },
      "fasta.no-header",
      { line: 1 },
      /line 1/i,
    ],
    [{ type: "set-genes", genes: ["NOGENE"] }, "gene.unknown", { name: "NOGENE" }, /no gene “NOGENE”/],
    [{ type: "set-conditions", ids: ["none"] }, "conditions.unknown", { id: "none" }, /no condition “none”/],
  ];
  for (const [command, code, parameters, says] of cases) {
    const answer = await ask(page, command as { type: string });
    expect(answer).toMatchObject({
      type: "error",
      code,
      parameters,
      message: expect.stringMatching(says),
    });
    await expect(page.frames()[1]!.getByText(says).first()).toBeVisible();
  }
});

test("what is noted of an input has codes and parameters too", async ({ page }) => {
  await openSite(page);
  const text = `>low\n${randomSequence(700)}\n>bad\nACG`;
  const sequences = await ask(page, { type: "load-sequences", text });
  expect(sequences["messages"]).toMatchObject([
    {
      kind: "error",
      code: "record",
      parameters: {
        record: 2,
        name: "bad",
        line: 3,
        reason: { code: "sequence.too-short", parameters: { value: 3 } },
      },
    },
    {
      kind: "note",
      code: "promoter.padded",
      parameters: { from: 700, to: 1000, promoters: ["low"] },
      message: "low: 700 bases given: the 300 upstream of them are left empty.",
    },
  ]);
  const messages = sequences["messages"] as { kind: string; message: string }[];
  const sentences = (kind: string) =>
    messages.filter((each) => each.kind === kind).map(({ message }) => message);
  expect([sequences["problems"], sequences["notes"]]).toEqual([sentences("error"), sentences("note")]);
  const table = await ask(page, { type: "set-tf-table", text: "HSF1\t1.5\nNOBODY\t2\n" });
  expect(table["messages"]).toMatchObject([
    { code: "conditions.matched", parameters: { count: 1 } },
    { code: "conditions.missing" },
    { code: "conditions.not-tfs", parameters: { names: ["NOBODY"] } },
    { code: "table.headless", parameters: {} },
  ]);
});

test("a flood is refused, not queued", async ({ page }) => {
  await openSite(page);
  // Without a condition there is nothing to predict in between.
  await ask(page, { type: "set-conditions", ids: [] });
  const text = `>one\n${randomSequence(500)}`;
  await page.evaluate((text) => {
    const { frame } = window as unknown as Host;
    for (let id = 0; id < 500; id++)
      frame.contentWindow?.postMessage({ cisight: 1, id, type: "load-sequences", text }, "*");
  }, text);
  await expect
    .poll(async () => (await heard(page, "done")).length + (await heard(page, "error")).length)
    .toBe(501);
  const errors = await heard(page, "error");
  expect(errors.length).toBeGreaterThan(0);
  expect(errors[0]?.data["message"]).toMatch(/100 messages are waiting already/);
  expect(await ask(page, { type: "get-results" })).toMatchObject({ type: "results" });
});

test("axe finds nothing in the view for frames", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 700 });
  const thePage = await ThePage.open(page, "?backend=cpu&embed=1");
  await expect(thePage.track).toBeVisible();
  await page.getByRole("button", { name: "Model card" }).click();
  await expect(page.getByRole("dialog").getByRole("heading").nth(1)).toBeVisible();
  await expectAccessible(page);
});

test("a frame keeps its visitor's work only where its address says so; elsewhere the browser asks before it is lost", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const listen = window.addEventListener.bind(window);
    const say = (...asked: [string, EventListener]) => {
      if (asked[0] === "beforeunload") document.documentElement.dataset["asks"] = "yes";
      listen(...asked);
    };
    Object.assign(window, { addEventListener: say });
  });
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  const frame = page.frameLocator("#frame");
  const earlier = frame.getByRole("button", { name: "Earlier work" });
  const type = async () => {
    await frame.getByRole("textbox", { name: "Your own sequences" }).fill(`>mine\n${randomSequence(300)}`);
    await expect(frame.getByRole("rowheader").last()).toContainText("mine");
  };
  await openSite(page, "");
  await expect(earlier).toHaveCount(0);
  await type();
  await expect(frame.locator("html[data-asks]")).toHaveCount(1);
  // Another port is another page of the same site; for frames of other sites some browsers store nothing, whatever they are told.
  const openBeside = async () => {
    const inside = `${address}?embed=1&backend=cpu&keep=1`;
    await page.goto(`${site.address}?frame=${encodeURIComponent(inside)}`);
    await expect(frame.getByRole("gridcell").first()).toBeVisible();
  };
  await openBeside();
  expect(dialogs).toEqual(["beforeunload"]);

  await type();
  const card = frame.getByRole("group", { name: "Earlier work" });
  await earlier.click();
  await expect(card).toContainText("What you did on this page is kept as of");
  await openBeside();
  await expect(card.getByRole("listitem")).toContainText("1 own sequence");
  await card.getByRole("button", { name: /^Bring it back/ }).click();
  await expect(frame.getByRole("textbox", { name: "Your own sequences" })).toHaveValue(/^>mine/);
  expect(dialogs).toEqual(["beforeunload"]);
});
