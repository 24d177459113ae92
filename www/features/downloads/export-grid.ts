import type { ModelDescription } from "../../engine/messages";
import { unitOf, unitOfAll } from "../map/columns";
import { decimal, modelName, tableLines, type TableFormat } from "./export-table";
import type { Grid } from "../map/grid";

/** One line per promoter and condition, so that the spread stands beside its response; a piece a promoter, since a genome's is large. */
export function gridTable(grid: Grid, model: ModelDescription, format: TableFormat): string[] {
  const header = ["promoter", "condition", "response", "spread_sd", "unit", "model"];
  const rows = grid.rows.map((row, r) =>
    tableLines(
      grid.columns.map((column, c) => {
        const at = r * grid.columns.length + c;
        const [response = NaN, spread = NaN] = [grid.responses[at], grid.spreads[at]];
        return [
          row.name,
          column.name,
          decimal(response),
          Number.isNaN(spread) ? "" : decimal(spread),
          unitOf(column, model),
          modelName(model),
        ];
      }),
      format,
    ),
  );
  return [tableLines([header], format), ...rows];
}

/** One line per promoter, one column per condition, as the command line writes it by default; a piece a promoter. `head` says what the rows are. */
export function wideTable(
  { rows, columns, responses }: Grid,
  format: TableFormat,
  head = "promoter",
): string[] {
  const width = columns.length;
  const header = [head, ...columns.map(({ name }) => name)];
  const line = (name: string, at: number) => [
    name,
    ...Array.from(responses.subarray(at * width, (at + 1) * width), decimal),
  ];
  return [header, ...rows.map(({ name }, at) => line(name, at))].map((cells) => tableLines([cells], format));
}

/** Promoters x conditions, with what the numbers are; a piece a promoter. */
export function gridJson({ rows, columns, responses, spreads }: Grid, model: ModelDescription): string[] {
  const about = {
    kind: "responses",
    model: { id: model.id, version: model.version },
    unit: unitOfAll(columns, model),
    spread: "one standard deviation of the expected error",
    conditions: columns.map(({ name }) => name),
  };
  const promoters = rows.map(({ name, detail }, at) => {
    const range = [at * columns.length, (at + 1) * columns.length] as const;
    const numbers = (values: Float32Array) =>
      [...values.slice(...range)].map((value) => Number(decimal(value)));
    return JSON.stringify({ name, detail, responses: numbers(responses), spreads: numbers(spreads) });
  });
  return [
    `${JSON.stringify(about).slice(0, -1)},"promoters":[\n`,
    ...promoters.map((text, at) => text + (at < promoters.length - 1 ? ",\n" : "\n")),
    "]}\n",
  ];
}
