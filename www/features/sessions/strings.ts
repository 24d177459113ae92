export const session = {
  save: "Save session",
  open: "Open session",
  menu: "Session",
  opened: (name: string) => `${name} is open.`,
  otherModel: (theirs: string, ours: string) =>
    `The session was saved with ${theirs}; this page predicts with ${ours}, so its values differ.`,
  back: "Back to what was here before",
  dismiss: "Close this note",
  notJson: (name: string) =>
    `${name} is not a session file (it is not JSON); choose a file that “Save session” wrote. Nothing was changed.`,
  notSession: (name: string) =>
    `${name} is JSON but not a session of this page; choose a file that “Save session” wrote. Nothing was changed.`,
  newer: (name: string) =>
    `${name} was saved by a newer version of this page; reload the page and open it again. Nothing was changed.`,
  damaged: (name: string, part: string) =>
    `${name} is damaged: its part “${part}” cannot be read. Nothing was changed.`,
  tooLarge: (name: string) => `${name} is too large for a session file. Nothing was changed.`,
} as const;
