import type { Parser, ParseResult } from "papaparse";
import { strings } from "../strings";

/** Measured expression as the visitor's table has it. */
export interface MeasuredTable {
  rows: string[];
  columns: string[];
  /** A line of values per row; NaN where nothing was measured. */
  values: Float32Array[];
}

const isMissing = /^(na|nan|n\/a|null|none|-|\.)?$/i;
const hasDecimalComma = /^[-+]?\d*,\d+$/;
// What is parsed without a pause: little enough to keep the page answering.
const charactersPerPiece = 100_000;

/** Reads a table; rejects with an Error whose message says what to mend and where. */
export async function readMeasured(
  text: string,
  signal: AbortSignal,
  report: (done: number, total: number) => void,
): Promise<MeasuredTable> {
  const { default: Papa } = await import("papaparse");
  const reader = new TableReader();
  await new Promise<void>((resolve, reject) =>
    Papa.parse<string[]>(text, {
      delimiter: delimiterOf(text),
      chunkSize: charactersPerPiece,
      chunk({ data, errors, meta }: ParseResult<string[]>, parser: Parser) {
        try {
          signal.throwIfAborted();
          const unclosed = errors.find(({ type }) => type === "Quotes");
          if (unclosed) throw new Error(strings.measured.quote(reader.line + (unclosed.row ?? 0) + 1));
          data.forEach((fields) => reader.take(fields));
        } catch (reason) {
          reject(reason instanceof Error ? reason : new Error(String(reason)));
          // Ends in `complete`, which comes too late then.
          return parser.abort();
        }
        report(meta.cursor, text.length);
        parser.pause();
        setTimeout(() => parser.resume());
      },
      complete: () => resolve(),
    }),
  );
  return reader.table();
}

/** A guess by frequency would take the commas in conditions' names for separators. */
function delimiterOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
  return ["\t", ";"].find((sign) => head.includes(sign)) ?? ",";
}

class TableReader {
  line = 0;
  private columns: string[] | undefined;
  private readonly rows: string[] = [];
  private readonly values: Float32Array[] = [];

  take(raw: string[]): void {
    this.line++;
    const fields = raw.map((field) => field.trim());
    if (fields.every((field) => !field)) return;
    if (this.columns) this.takeRow(fields, this.columns);
    else this.columns = header(fields);
  }

  private takeRow([name = "", ...fields]: string[], columns: string[]): void {
    while (fields.length > columns.length && !fields.at(-1)) fields.pop();
    if (fields.length > columns.length)
      throw new Error(strings.measured.tooLong(this.line, fields.length + 1, columns.length + 1));
    const values = Float32Array.from(columns, (column, at) => number(fields[at] ?? "", this.line, column));
    this.rows.push(name);
    this.values.push(values);
  }

  table(): MeasuredTable {
    const { rows, values, columns } = this;
    if (!columns || !rows.length) throw new Error(strings.measured.noRows);
    return { rows, columns, values };
  }
}

function header(fields: string[]): string[] {
  while (fields.length > 1 && !fields.at(-1)) fields.pop();
  if (fields.length < 2) throw new Error(strings.measured.oneColumn);
  const unnamed = fields.indexOf("", 1);
  if (unnamed > 0) throw new Error(strings.measured.noName(unnamed + 1));
  return fields.slice(1);
}

function number(field: string, line: number, column: string): number {
  if (isMissing.test(field)) return NaN;
  const value = Number(field.replace("\u2212", "-"));
  if (Number.isFinite(value)) return value;
  if (hasDecimalComma.test(field)) throw new Error(strings.measured.decimalComma(line, column, field));
  throw new Error(strings.measured.noNumber(line, column, field));
}
