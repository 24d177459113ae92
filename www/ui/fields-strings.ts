import { count } from "../strings/words";

export const field = {
  choose: "Open a file",
  clear: "Clear",
  undo: "Undo",
  drop: "Drop the file here",
  supposed: (name: string) =>
    `${name} is not UTF-8: letters beyond ASCII were read as Windows-1252. Check them, or save the file as UTF-8.`,
  large: (name: string, size: string) => `${name} (${size}) is in use but too long to be shown here.`,
  pasted: "The text",
  more: (n: number) => `… and ${n.toLocaleString("en")} more like these.`,
  lines: (n: number) => count(n, "line"),
} as const;

export const chips = {
  more: (n: number) => `… and ${n.toLocaleString("en")} more.`,
  clear: (n: number) => `Remove all ${n.toLocaleString("en")}`,
} as const;
