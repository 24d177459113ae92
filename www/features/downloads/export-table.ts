import type { ModelDescription } from "../../engine/messages";

export type TableFormat = "tsv" | "csv";
export const tableFormats: readonly TableFormat[] = ["tsv", "csv"];

export const tableTypes: Record<TableFormat, string> = {
  tsv: "text/tab-separated-values",
  csv: "text/csv",
};

export function tableLines(rows: string[][], format: TableFormat): string {
  const quote = format === "csv" ? csvField : tsvField;
  const separator = format === "csv" ? "," : "\t";
  return rows.map((row) => row.map(quote).join(separator) + "\n").join("");
}

export function decimal(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function modelName({ id, version }: ModelDescription): string {
  return `${id} ${version}`;
}

const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function csvField(text: string): string {
  // A spreadsheet would run a name that looks like a formula; reading takes the apostrophe off again. Numbers keep their sign.
  const safe = /^[=+@\t\r-]/.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function tsvField(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ");
}
