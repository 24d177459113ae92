import { tableTypes, type TableFormat } from "./export-table";
import { saveText } from "./save-file";

export { gridTable } from "./export-grid";
export { trackTable } from "./export-track";
export type { TableFormat } from "./export-table";

export function saveAs(name: string, pieces: string[], format: TableFormat): void {
  saveText(name, pieces, tableTypes[format]);
}
