import { baseLetters } from "./track-data";

/** What a key on the plot asks for. */
export type KeyCommand =
  | { kind: "move"; to: number; extend: boolean }
  | { kind: "zoom"; factor: number }
  | { kind: "mutate"; base: string }
  | { kind: "whole" | "zoomToSelection" | "delete" | "insert" | "copy" | "leave" };

const longStep = 10;

/** `at` is the base under the cursor, `shown` how many bases are on show, `length` how many there are. */
export function readKey(
  event: KeyboardEvent,
  at: number,
  shown: number,
  length: number,
): KeyCommand | undefined {
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey) return undefined;
  const step = isCommand ? longStep : 1;
  const page = Math.round(shown / 2);
  const targets: Partial<Record<string, number>> = {
    ArrowLeft: at - step,
    ArrowRight: at + step,
    ArrowDown: at - step,
    ArrowUp: at + step,
    PageUp: at - page,
    PageDown: at + page,
    Home: 0,
    End: length - 1,
  };
  const to = targets[event.key];
  if (to !== undefined)
    return { kind: "move", to: Math.min(length - 1, Math.max(0, to)), extend: event.shiftKey };
  const key = event.key.toUpperCase();
  if (isCommand) return key === "C" ? { kind: "copy" } : undefined;
  if (key.length === 1 && baseLetters.includes(key)) return { kind: "mutate", base: key };
  switch (key) {
    case "+":
    case "=":
      return { kind: "zoom", factor: 0.5 };
    case "-":
      return { kind: "zoom", factor: 2 };
    case "0":
      return { kind: "whole" };
    case "Z":
    case "ENTER":
      return { kind: "zoomToSelection" };
    case "DELETE":
    case "BACKSPACE":
      return { kind: "delete" };
    case "INSERT":
      return { kind: "insert" };
    case "ESCAPE":
      return { kind: "leave" };
    default:
      return undefined;
  }
}
