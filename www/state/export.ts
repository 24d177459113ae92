import { tableTypes, type TableFormat } from "./export-table";
import { saveFile, saveText } from "./save-file";

export { gridTable } from "./export-grid";
export { trackTable } from "./export-track";
export { tableFormats, type TableFormat } from "./export-table";

const types = { ...tableTypes, svg: "image/svg+xml" } as const;

export function saveAs(name: string, pieces: string[], format: TableFormat | "svg"): void {
  saveText(name, pieces, types[format]);
}

export function saveBlob(name: string, blob: Blob): void {
  saveFile(name, [blob], blob.type);
}
