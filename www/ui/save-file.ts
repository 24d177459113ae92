/** Hands a file to the browser's downloads. */
export function saveFile(name: string, pieces: BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob(pieces, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own reference by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export const saveText = (name: string, pieces: string[], type = "text/plain") =>
  saveFile(name, pieces, `${type};charset=utf-8`);

export const saveJson = (name: string, pieces: string[]) => saveFile(name, pieces, "application/json");
