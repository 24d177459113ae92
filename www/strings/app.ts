const failedTitle = "The model could not be loaded.";

export const app = {
  name: "Cisight",
  tagline: "How a promoter responds, and which bases the prediction rests on",
  privacy: "Everything runs on this computer. The page sends nothing anywhere.",
  starting: "Loading the model…",
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
  open: "Model card",
  close: "Close",
  loading: "Loading the model card…",
  title: "Model card",
} as const;

export const link = {
  otherVersion:
    "The link was made by another version of this page and could not be read; the example is shown instead.",
  unreadable: "The link is damaged and could not be read; the example is shown instead.",
  partial: "Your own text is too long for a link; the address leaves it out.",
  copy: "Copy link",
  copied: "Link copied",
  notCopied: "Copy it from the address bar",
} as const;
