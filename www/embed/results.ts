import type { BackendName } from "../engine/messages";
import { unitOfModel } from "../features/map/columns";
import type { Workbench } from "../app/workbench";

/** What an embedding page gets: plain numbers, a row per promoter and a value per condition. */
export interface Results {
  model: { id: string; version: string; window: number; unit: string };
  backend: BackendName;
  promoters: string[];
  conditions: string[];
  responses: number[][];
  /** One standard deviation of the expected error, in the unit of the responses. */
  spreads: number[][];
}

export interface ChosenCell {
  promoter: string;
  condition: string;
  response: number;
  spread: number;
}

export function readModel({ model }: Workbench): Results["model"] {
  if (!model) throw new Error("asked for the model before it was there");
  const { id, version, window } = model;
  return { id, version, window, unit: unitOfModel(model) };
}

/** The grid on show; without a promoter or a condition it is an empty one. */
export function readResults(bench: Workbench): Results {
  const { grid } = bench.predictions;
  const rows = (values: Float32Array) =>
    grid!.rows.map((_, row) => sliceRow(values, row, grid!.columns.length));
  return {
    model: readModel(bench),
    backend: grid?.backend ?? bench.backend.active,
    promoters: grid?.rows.map(({ name }) => name) ?? [],
    conditions: grid?.columns.map(({ name }) => name) ?? [],
    responses: grid ? rows(grid.responses) : [],
    spreads: grid ? rows(grid.spreads) : [],
  };
}

export function readCell({ predictions: { grid, cell } }: Workbench): ChosenCell | undefined {
  const [row, column] = [grid?.rows[cell.row], grid?.columns[cell.column]];
  if (!grid || !row || !column) return undefined;
  const at = cell.row * grid.columns.length + cell.column;
  const [response, spread] = [grid.responses[at]!, grid.spreads[at]!];
  return { promoter: row.name, condition: column.name, response, spread };
}

function sliceRow(values: Float32Array, row: number, width: number): number[] {
  return [...values.subarray(row * width, (row + 1) * width)];
}
