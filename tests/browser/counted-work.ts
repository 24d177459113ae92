import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { parseAst } from "vite";
import { build } from "./serve-build.ts";

/**
 * What the page's scripts do on the main thread, counted: a step is a function that is called or a round of a loop. Unlike time, steps
 * are the same on every machine, whatever else it does.
 */
export interface Work {
  /** Turns of the event loop in which there was anything to do. */
  turns: number;
  /** All steps. */
  steps: number;
  /** Steps of the turn with most of them. */
  longest: number;
}

interface Counter extends Work {
  n: number;
  turnBegan: number;
}

/** Counts what scripts do that are loaded from now on. They are rewritten before the page opens, which would wait for each of them. */
export async function countWork(page: Page): Promise<void> {
  const assets = join(build, "assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const counting = new Map(
    scripts.map((name) => [name, withCounter(readFileSync(join(assets, name), "utf8"))]),
  );
  await page.addInitScript(watchTurns);
  await page.route("**/assets/*.js", (route) => {
    const body = counting.get(new URL(route.request().url()).pathname.split("/").at(-1)!);
    return body === undefined ? route.abort() : route.fulfill({ contentType: "text/javascript", body });
  });
}

export const startCounting = (page: Page) =>
  page.evaluate(() => {
    const { counted } = window as unknown as { counted: Counter };
    Object.assign(counted, { turns: 0, longest: 0, n: 0, turnBegan: 0 });
  });

export const counted = (page: Page): Promise<Work> =>
  page.evaluate(() => {
    const { turns, longest, n } = (window as unknown as { counted: Counter }).counted;
    return { turns, longest, steps: n };
  });

/** Runs in the page: each callback that the browser calls begins a turn, which goes on with the promises that it settles. */
function watchTurns(): void {
  const counter: Counter = { n: 0, turnBegan: 0, turns: 0, steps: 0, longest: 0 };
  (window as unknown as { counted: Counter }).counted = counter;
  const end = () => {
    const steps = counter.n - counter.turnBegan;
    if (steps > 0) counter.turns++;
    counter.longest = Math.max(counter.longest, steps);
    counter.turnBegan = counter.n;
  };
  type Callback = (this: unknown, ...values: unknown[]) => unknown;
  const turning = (callback: unknown): unknown =>
    typeof callback === "function"
      ? function (this: unknown, ...values: unknown[]) {
          end();
          return (callback as Callback).apply(this, values);
        }
      : callback;
  for (const name of ["setTimeout", "setInterval", "requestIdleCallback"] as const) {
    const original = Reflect.get(window, name) as (callback: unknown, ...rest: unknown[]) => number;
    Reflect.set(window, name, (callback: unknown, ...rest: unknown[]) =>
      original.call(window, turning(callback), ...rest),
    );
  }
  // All that is drawn in one frame is one turn.
  let frame = -1;
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    request((time) => {
      if (time !== frame) end();
      frame = time;
      callback(time);
    });
  for (const prototype of [Worker.prototype, MessagePort.prototype]) {
    const own = Object.getOwnPropertyDescriptor(prototype, "onmessage")!;
    Object.defineProperty(prototype, "onmessage", {
      ...own,
      set(callback: unknown) {
        own.set!.call(this, turning(callback));
      },
    });
  }
}

interface Node {
  type: string;
  start: number;
  end: number;
  body?: Node;
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const loops = new Set([
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "WhileStatement",
  "DoWhileStatement",
]);

/** A script that counts its steps; in a worker, where nobody asks for them, they are counted for nothing. */
function withCounter(script: string): string {
  const step = "counted_.n++";
  const beginnings: [number, string][] = [];
  const ends: [number, string][] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const { body } = node;
    if (body && (functions.has(node.type) || loops.has(node.type))) {
      const isBlock = body.type === "BlockStatement";
      const isExpression = !isBlock && functions.has(node.type);
      if (isBlock) beginnings.push([body.start + 1, `${step};`]);
      else {
        beginnings.push([body.start, isExpression ? `(${step},` : `{${step};`]);
        ends.push([body.end, isExpression ? ")" : "}"]);
      }
    }
    Object.values(node).forEach(visit);
  };
  visit(parseAst(script));
  // Of two at one place, what was found first stands further out: first where bodies begin, last where they end.
  const inOrder = [
    ...ends.reverse().map((insertion) => ({ insertion, begins: 0 })),
    ...beginnings.map((insertion) => ({ insertion, begins: 1 })),
  ].sort((a, b) => a.insertion[0] - b.insertion[0] || a.begins - b.begins);
  const parts: string[] = [];
  let copied = 0;
  for (const {
    insertion: [place, text],
  } of inOrder) {
    parts.push(script.slice(copied, place), text);
    copied = place;
  }
  parts.push(script.slice(copied));
  return `var counted_ = (globalThis.counted ??= { n: 0 });\n${parts.join("")}`;
}
