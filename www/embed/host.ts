import { problemOf } from "../engine/coded-error";
import { refusal, told } from "../state/message";
import type { Workbench } from "../app/workbench";
import { strings } from "../strings";
import * as commands from "./commands";
import { parseMessage, version, type Command, type Event, type Reply } from "./messages";
import { readModel } from "./results";
import { watch } from "./watch";

const mostWaiting = 100;

/**
 * Talks with the page around this frame, and with nobody else: the address of the frame names that page's origin. `onCommand` is told when
 * that page has changed something. Returns what the visitor is told about it.
 */
export function talkToHost(
  frame: HTMLElement,
  bench: Workbench,
  named: string | null,
  onCommand: () => void,
): string {
  if (!named || window.parent === window) return "";
  const origin = readOrigin(named);
  if (!origin) return strings.embed.badOrigin;
  const send = (message: Reply | Event) =>
    window.parent.postMessage({ cisight: version, ...message }, origin);
  listen(bench, origin, send, onCommand);
  watch(bench, {
    ready: () => send({ type: "ready", model: readModel(bench) }),
    results: () => {
      const { rows = [], columns = [] } = bench.predictions.grid ?? {};
      send({ type: "results-changed", promoters: rows.length, conditions: columns.length });
    },
    cell: (cell) => send({ type: "cell-selected", ...cell }),
    track: (names) => send({ type: "track-changed", ...names }),
    failed: (problem) => send({ type: "error", id: null, ...problem }),
  });
  tellHeight(frame, (height) => send({ type: "resize", height }));
  return strings.embed.hostReads(origin);
}

/** "https://lab.example" and nothing behind it; "null", which every sandboxed page is, is nobody's origin. */
function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol } = new URL(text);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && origin === text.replace(/\/$/, "") ? origin : undefined;
}

/** Commands are carried out one after the other, in the order they came. */
function listen(
  bench: Workbench,
  origin: string,
  send: (message: Reply) => void,
  onCommand: () => void,
): void {
  let waiting = 0;
  let queue: Promise<void> = Promise.resolve();
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.origin !== origin || event.source !== window.parent) return;
    const parsed = parseMessage(event.data);
    if (!parsed) return;
    if ("problem" in parsed) return send({ type: "error", id: parsed.id, ...parsed.problem });
    const { id, command } = parsed;
    if (waiting >= mostWaiting)
      return send({ type: "error", id, ...problemOf(refusal("message.too-much", { most: mostWaiting })) });
    waiting++;
    queue = queue
      .then(() => carryOut(bench, command).finally(onCommand))
      .then((reply) => send({ ...reply, id }))
      .catch((reason: unknown) => send({ type: "error", id, ...told(reason) }))
      .finally(() => waiting--);
  });
}

type Answered = Reply extends infer R ? (R extends { type: "error" } ? never : Omit<R, "id">) : never;

async function carryOut(bench: Workbench, command: Command): Promise<Answered> {
  switch (command.type) {
    case "load-sequences":
      return { type: "done", ...(await commands.loadSequences(bench, command.text)) };
    case "set-genes":
      return { type: "done", ...(await commands.setGenes(bench, command.genes)) };
    case "set-conditions":
      return { type: "done", ...(await commands.setConditions(bench, command.ids)) };
    case "set-tf-table":
      return { type: "done", ...(await commands.setTfTable(bench, command.text)) };
    case "select-cell":
      await commands.selectCell(bench, command.promoter, command.condition);
      return { type: "done" };
    case "get-track":
      return { type: "track", ...(await commands.getTrack(bench)) };
    case "get-results":
      return { type: "results", ...(await commands.getResults(bench)) };
  }
}

function tellHeight(frame: HTMLElement, tell: (height: number) => void): void {
  let before = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(frame.getBoundingClientRect().height);
    if (height !== before) tell((before = height));
  }).observe(frame);
}
