import type { CallOptions } from "../../engine/rpc";
import { isAbort } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { flagged, matching } from "./map-search";
import { arrange, given, nextByLine, nextByName, type Arrangement, type Axis } from "./map-sort";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import type { Cell } from "./same-cell";
import type { Grid } from "./grid";
import type { Progress } from "../../state/progress";

interface Clusters {
  rows: Uint32Array;
  columns: Uint32Array;
}

type Cluster = (
  ask: { values: Float32Array; rows: number; columns: number },
  options: CallOptions,
) => Promise<Clusters>;

/** The map as it is laid out: which rows and columns of the grid, in which order, and which of them were searched for. */
export interface MapView extends Clusters {
  rowMatches: Uint8Array;
  columnMatches: Uint8Array;
  /** The names found, in their order; -1 stands for the heads. */
  found: Cell[];
  foundRows: number;
  foundColumns: number;
}

/** How the visitor arranges the map. The grid itself keeps its order: cells are named by their row and column there. */
export class MapOrder extends Observable {
  rows: Arrangement = given;
  columns: Arrangement = given;
  search = "";
  onlyFound = false;
  clustering: Progress = { state: "idle" };
  private clusters: (Clusters & { of: Grid }) | undefined;
  private grid: Grid | undefined;
  private readonly latest = new Latest();
  private memo: { inputs: unknown[]; view: MapView } | undefined;
  private orders: Partial<Record<Axis, { inputs: unknown[]; order: Uint32Array }>> = {};

  constructor(private readonly cluster: Cluster) {
    super();
  }

  /** Tells of the grid on show; an order by a promoter or condition follows it, and ends where it is gone. */
  show(grid: Grid): void {
    const { grid: before } = this;
    if (before === grid) return;
    this.grid = grid;
    if (before) {
      this.rows = followed(this.rows, before.columns, grid.columns);
      this.columns = followed(this.columns, before.rows, grid.rows);
    }
    if (this.clusters?.of !== grid) {
      this.clusters = undefined;
      this.latest.cancel();
      this.clustering = { state: "idle" };
      if (this.isBySimilarity) void this.findClusters();
    }
  }

  arrange(axis: Axis, arrangement: Arrangement): void {
    this[axis] = arrangement;
    if (arrangement.by === "similarity") void this.findClusters();
    else if (!this.isBySimilarity) this.stopClustering();
    this.changed();
  }

  /** A head was chosen: a condition's (its index) orders the rows, a promoter's the columns; the corner orders the rows by name. */
  chooseHead({ row, column }: Cell): void {
    if (column >= 0) this.arrange("rows", nextByLine(this.rows, column));
    else if (row >= 0) this.arrange("columns", nextByLine(this.columns, row));
    else this.arrange("rows", nextByName(this.rows));
  }

  find(search: string): void {
    this.search = search;
    this.changed();
  }

  showOnlyFound(only: boolean): void {
    this.onlyFound = only;
    this.changed();
  }

  /** What was clustered so far is of no use: the order stays as it was given. */
  cancelClustering(): void {
    for (const axis of ["rows", "columns"] as const) if (this[axis].by === "similarity") this[axis] = given;
    this.stopClustering();
    this.changed();
  }

  view(grid: Grid): MapView {
    const inputs = [grid, this.rows, this.columns, this.search, this.onlyFound, this.clusters];
    if (this.memo && isSame(this.memo.inputs, inputs)) return this.memo.view;
    const rowMatches = matching(grid.rows, this.search);
    const columnMatches = matching(grid.columns, this.search);
    const [allRows, allColumns] = [this.order(grid, "rows"), this.order(grid, "columns")];
    const [rowsFound, columnsFound] = [flagged(allRows, rowMatches), flagged(allColumns, columnMatches)];
    const view: MapView = {
      rows: this.onlyFound && rowsFound.length ? rowsFound : allRows,
      columns: this.onlyFound && columnsFound.length ? columnsFound : allColumns,
      rowMatches,
      columnMatches,
      found: [
        ...Array.from(rowsFound, (row) => ({ row, column: -1 })),
        ...Array.from(columnsFound, (column) => ({ row: -1, column })),
      ],
      foundRows: rowsFound.length,
      foundColumns: columnsFound.length,
    };
    this.memo = { inputs, view };
    return view;
  }

  private get isBySimilarity(): boolean {
    return this.rows.by === "similarity" || this.columns.by === "similarity";
  }

  private order(grid: Grid, axis: Axis): Uint32Array {
    const similar = this.clusters?.of === grid ? this.clusters[axis] : undefined;
    const inputs = [grid, this[axis], similar];
    const kept = this.orders[axis];
    if (kept && isSame(kept.inputs, inputs)) return kept.order;
    const matrix = { values: grid.responses, rows: grid.rows.length, columns: grid.columns.length };
    const computed = arrange(matrix, axis, grid[axis], this[axis], similar);
    // A growing grid mostly leaves the order alone: the same object says so to whoever draws it.
    const order = kept && isSame(kept.order, computed) ? kept.order : computed;
    this.orders[axis] = { inputs, order };
    return order;
  }

  private stopClustering(): void {
    this.latest.cancel();
    this.clustering = { state: "idle" };
  }

  /** Waits for the last row of a grid: `show` asks again. */
  private async findClusters(): Promise<void> {
    const { grid } = this;
    if (!grid?.isComplete || this.clusters?.of === grid || this.clustering.state === "running") return;
    const signal = this.latest.start();
    const report = (done: number, total: number) => {
      this.clustering = { state: "running", done, total };
      this.changed();
    };
    report(0, 0);
    try {
      const ask = { values: grid.responses, rows: grid.rows.length, columns: grid.columns.length };
      this.clusters = { ...(await this.cluster(ask, { signal, onProgress: report })), of: grid };
      this.clustering = { state: "idle" };
    } catch (reason) {
      if (isAbort(reason)) return;
      this.clustering = failure(reason);
    }
    this.changed();
  }
}

/** An order by a line of the grid before, in the grid that is there now. */
function followed(
  arrangement: Arrangement,
  before: readonly { name: string }[],
  now: readonly { name: string }[],
): Arrangement {
  if (arrangement.by !== "line" || before === now) return arrangement;
  const line = now.findIndex(({ name }) => name === before[arrangement.line]?.name);
  return line < 0 ? given : { ...arrangement, line };
}

function isSame(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
