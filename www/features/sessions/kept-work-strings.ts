import { count, list } from "../../strings/words";

const privacy =
  "Kept in this browser only, until you forget it or clear the browser's data for this page; nothing is uploaded.";

/** Work that the browser keeps over a reload, a closed tab or a crash. */
export const keptWork = {
  open: "Earlier work",
  title: "Earlier work",
  of: (when: string) => `Your work of ${when}`,
  privacy,
  bringBack: "Bring it back",
  bringBackNamed: (when: string) => `Bring it back: your work of ${when}`,
  forget: "Forget it",
  forgetNamed: (when: string) => `Forget it: your work of ${when}`,
  forgetAll: "Forget everything",
  later: "Not now",
  close: "Close",
  none: "There is no earlier work in this browser.",
  thisTab: (when: string) => `What you did on this page is kept as of ${when}.`,
  nothingYet: "What you change on this page will be kept as you go.",
  forgetThis: "Forget it, too",
  notKept:
    "This browser keeps nothing here (a private window, or storage is blocked); save a session file before you close this page.",
  tooLarge: "This is too much to be kept as you go; save a session file before you close this page.",
  isOpenElsewhere: "This work was just brought back in another tab.",
  damaged: (when: string) => `Your work of ${when} cannot be read any more.`,
  summary: (parts: { own: number; genes: number; conditions: number; edits: number; texts: string[] }) =>
    list([
      ...(parts.own ? [count(parts.own, "own sequence")] : []),
      ...(parts.genes ? [count(parts.genes, "gene")] : []),
      ...(parts.conditions ? [count(parts.conditions, "condition")] : []),
      ...(parts.edits ? [count(parts.edits, "edit")] : []),
      ...parts.texts,
    ]),
  texts: {
    sequences: "sequences as typed",
    table: "TF table",
    further: "further inputs",
    measured: "measured expression",
    variants: "variants",
  },
} as const;
