import { saveText } from "../../ui/save-file";
import { tableTypes, type TableFormat } from "./export-table";
export const saveTable = (name: string, pieces: string[], format: TableFormat) =>
  saveText(name, pieces, tableTypes[format]);
