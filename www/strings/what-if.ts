import { count, some } from "./words";

export const whatIf = {
  title: "What if",
  edited: (name: string) => `${name} (edited)`,
  adjusted: (name: string) => `${name} (adjusted)`,
  adjustedTfs: (names: string[]) => `${some(names, 3)} changed`,
  basesChanged: (n: number) => `${count(n, "base")} changed`,
  lengthChange: (n: number) => (n > 0 ? `${count(n, "base")} inserted` : `${count(-n, "base")} deleted`),
  reset: "Take back all changes",
  undo: (what?: string) => (what ? `Undo the last change: ${what}` : "Undo the last change"),
  redo: (what?: string) => (what ? `Make the change again: ${what}` : "Make the change again"),
  help: "Changes make a further row or column beside the original; they can be undone.",
} as const;
