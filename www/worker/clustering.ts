import type { Ask, ClusterResult } from "../engine/messages";
import { runJob, type Watch } from "./jobs";
import type { WasmModule } from "./modules";

/** Orders the rows of a grid, then its columns, by similarity. */
export async function clusterGrid(
  wasm: WasmModule,
  { values, rows, columns }: Ask<"cluster">,
  watch: Watch,
): Promise<ClusterResult> {
  const total = rows + columns + 2;
  const order = (profiles: Float32Array, width: number, before: number) =>
    runJob(new wasm.ClusteringJob(profiles, width), {
      isCancelled: () => watch.isCancelled(),
      report: (done) => watch.report(before + done, total),
    });
  return {
    rows: await order(values, columns, 0),
    columns: await order(transposed(values, rows, columns), rows, rows + 1),
  };
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column] ?? NaN;
  return result;
}
