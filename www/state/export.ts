import type { ModelDescription } from "../engine/messages";
import type { Grid, Track } from "./predictions";

export type TableFormat = "tsv" | "csv";

const bases = ["A", "C", "G", "T"];

/** One line per promoter and condition, so that the spread stands beside its response; a piece a promoter, since a genome's is large. */
export function gridTable(grid: Grid, model: ModelDescription, format: TableFormat): string[] {
  const header = ["promoter", "condition", "response", "spread_sd", "unit", "model"];
  const rows = grid.rows.map((row, r) =>
    lines(
      grid.columns.map((column, c) => {
        const at = r * grid.columns.length + c;
        const [response, spread] = [grid.responses[at]!, grid.spreads[at]!];
        return [
          row.name,
          column.name,
          decimal(response),
          decimal(spread),
          model.outputUnit,
          modelName(model),
        ];
      }),
      format,
    ),
  );
  return [lines([header], format), ...rows];
}

/** Long form as the command line writes it: position in the window (from 0), base, delta; with the importance beside it. */
export function trackTable(track: Track, model: ModelDescription, format: TableFormat): string[] {
  const rows: string[][] = [];
  for (let at = 0; at < track.length; at++) {
    const position = track.offset + at;
    bases.forEach((base, b) =>
      rows.push([
        track.row.name,
        track.column.name,
        String(position),
        String(position - model.window),
        base,
        decimal(track.deltas[at * 4 + b]!),
        decimal(track.importance[at]!),
      ]),
    );
  }
  const header = ["promoter", "condition", "position", "from_start_codon", "base", "delta", "importance"];
  return [lines([header, ...rows], format)];
}

export function saveAs(name: string, pieces: string[], format: TableFormat): void {
  const type = format === "csv" ? "text/csv" : "text/tab-separated-values";
  saveBlob(name, new Blob(pieces, { type: `${type};charset=utf-8` }));
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own reference by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function lines(rows: string[][], format: TableFormat): string {
  const quote = format === "csv" ? csvField : tsvField;
  const separator = format === "csv" ? "," : "\t";
  return rows.map((row) => row.map(quote).join(separator) + "\n").join("");
}

function csvField(text: string): string {
  // A spreadsheet would run a name that looks like a formula; numbers keep their minus sign.
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function tsvField(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ");
}

function decimal(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function modelName({ id, version }: ModelDescription): string {
  return `${id} ${version}`;
}
