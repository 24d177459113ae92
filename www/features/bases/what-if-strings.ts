import { count, some } from "../../strings/words";

export const whatIf = {
  title: "What if",
  edited: (name: string) => `${name} (edited)`,
  adjusted: (name: string) => `${name} (adjusted)`,
  adjustedTfs: (names: string[]) => `${some(names, 3)} changed`,
  basesChanged: (n: number) => `${count(n, "base")} changed`,
  lengthChange: (n: number) => (n > 0 ? `${count(n, "base")} inserted` : `${count(-n, "base")} deleted`),
  otherInput: "other promoters or conditions",
  aside: (names: string[]) =>
    names.length === 1
      ? `The edit of ${names[0]} is set aside: the sequence or condition it was made in is no longer here. Undo, or put that back, to restore it.`
      : `The edits of ${some(names, 3)} are set aside: the sequences or conditions they were made in are no longer here. Undo, or put those back, to restore them.`,
  withoutBase: (n: number) =>
    n === 1
      ? "One edit is not shown: the promoter or condition that it was made in is not here."
      : `${n} edits are not shown: the promoters or conditions that they were made in are not here.`,
  reset: "Take back all changes",
  undo: (what?: string) => (what ? `Undo the last change: ${what}` : "Undo the last change"),
  redo: (what?: string) => (what ? `Make the change again: ${what}` : "Make the change again"),
  help: "Changes make a further row or column beside the original; they can be undone.",
} as const;
