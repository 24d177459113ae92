/** Files that a visitor chooses, by their names. */
export type Files = Record<string, string | Uint8Array>;

/** Files as a field takes them. */
export const asChosen = (files: Files) =>
  Object.entries(files).map(([name, content]) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(content),
  }));
