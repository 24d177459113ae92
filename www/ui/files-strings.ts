export const megabytes = (bytes: number) =>
  bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3)).toLocaleString("en")} kB`
    : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** The visitor's own genomes and models: what both dialogs say. */
export const files = {
  megabytes,
  drop: "or drop them here",
  choose: "Choose files",
  chosen: "Chosen files",
  remove: (name: string) => `Take out ${name}`,
  close: "Close",
  local: "Nothing is uploaded: files are read on this computer.",
  notHere:
    "This copy of the page is a single file or was built without the part that reads genomes and models; open the page where it is hosted to use them.",
  loadFailed: (why: string) => `This part of the page could not be loaded: ${why}`,
  noMemory:
    "The browser does not have enough memory for these files; close other tabs and try again, or choose smaller files.",
  lost: (why: string) =>
    `Reading stopped (${why}). What you typed is kept: try again, with another file if it stops there again.`,
  noRoom: (bytes: number) =>
    `This browser has no room left to keep it (${megabytes(bytes)}): it can be used until you close this page. Delete what you no longer need below, or free disk space, and add it again.`,
  notKept:
    "This browser keeps nothing here (a private window, or storage is blocked): it can be used until you close this page.",
  use: "Use",
  inUse: "in use",
  delete: "Delete",
  deleteNamed: (name: string) => `Delete ${name}`,
  reallyDelete: (name: string) => `Delete ${name} from this browser?`,
  yesDelete: "Yes, delete it",
  keep: "Keep it",
} as const;
