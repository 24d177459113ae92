import { list } from "./words";

const failedTitle = "The model could not be loaded.";

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

/** ": 1.2 of 3.4 MB", what is known of a download. */
export const bytes = (done: number, total: number) => {
  if (!done) return "…";
  return total ? `: ${megabytes(done)} of ${megabytes(total)} MB` : `: ${megabytes(done)} MB so far`;
};

export const app = {
  name: "Cisight",
  tagline: "How a promoter responds, and which bases the prediction rests on",
  privacy: "Everything runs on this computer. The page sends nothing anywhere.",
  starting: (done: number, total: number) => `Loading the model${bytes(done, total)}`,
  failedTitle,
  failed: (why: string) => `${failedTitle} ${why}`,
  retry: "Try again",
  skip: "Skip to the results",
  theme: "Switch between light and dark",
  input: "Input",
  results: "Results",
  inBrief: (title: string, members: number) =>
    members > 1 ? `${title}, mean of ${members} networks` : title,
} as const;

export const progress = { cancel: "Cancel" } as const;

export const card = {
  /** Of a network that was read as a graph: the share of its fast part, in percent, and the operators outside it. */
  fast: (percent: string, whole: string[]) =>
    `Changed bases: ${percent} % of this network's arithmetic is computed only where a change reaches` +
    (whole.length ? `; what follows is computed whole for each change (${whole.join(", ")}).` : "."),
  allWhole:
    "Changed bases: no part of this network is local along the sequence, so every change is computed whole.",
  open: "Model card",
  loading: "Loading the model card…",
  title: "Model card",
} as const;

export const link = {
  otherVersion:
    "The link was made by another version of this page and could not be read; the example is shown instead.",
  unreadable: "The link is damaged and could not be read; the example is shown instead.",
  parts: {
    seq: "own sequences",
    tf: "TF table",
    in: "further inputs",
    edit: "edits",
    var: "variants",
    meas: "measured expression",
  },
  partial: (parts: string[]) =>
    `A link has no room for your ${list(parts)}: whoever opens it sees the page without them. Send the session file instead, which holds everything.`,
  missing: (parts: string[]) =>
    `This link had no room for its sender's ${list(parts)}: you see the page without them. Ask for the session file, and open it with “Open session”.`,
  saveSession: "Save session",
  copy: "Copy link",
  copied: "Link copied",
  copiedPart: "Copied in part",
  notCopied: "Copy it from the address bar",
} as const;
