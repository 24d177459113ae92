import type { Engine } from "../../engine/engine";
import type { FileWorker } from "../../engine/file-worker";
import type { CallOptions, CallReport, CallRow, FileCalls } from "../../engine/files-api";
import type { CallOptions as AskOptions } from "../../engine/rpc";
import { orderByKeys } from "../map/map-sort";
import type { ConditionColumn } from "../conditions/conditions";

/** What the page holds of effects: those with the largest differences. All of them are in the files. */
const mostRows = 100_000;

export interface CallQuestion {
  genomeId: string;
  genome: File[];
  calls: File;
  options: CallOptions;
  column: ConditionColumn;
}

/** What was predicted of a file of calls. */
export interface CallOutcome {
  /** The largest differences first. */
  rows: CallRow[];
  /** All effects, of which `rows` may be a part. */
  effects: number;
  /** The reference of each gene's promoter, by its systematic name. */
  promoters: ReadonlyMap<string, string>;
  report: CallReport;
  table: Blob;
  /** Absent for haplotypes. */
  annotated?: Blob;
}

/** How far it is. */
export interface CallProgress {
  part: "genome" | "calls";
  done: number;
  total: number;
  effects: number;
}

/** Who reads and predicts calls, and what their differences are compared with. */
export interface CallHelp {
  worker: FileWorker;
  engine: Engine;
  /** Under way: it is worked out while the genome is read. */
  comparison: Promise<FileCalls["compareCalls"]["ask"]>;
}

/** Reads calls piece by piece, asks for what they change, and gathers the answers: never more than one piece is on its way. */
export async function runCalls(
  { genomeId, genome, calls, options, column }: CallQuestion,
  { worker, engine, comparison }: CallHelp,
  report: (progress: CallProgress) => void,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const onProgress = (done: number, total: number) => report({ part: "genome", done, total, effects: 0 });
  onProgress(0, 0);
  await worker.call("openCalls", { genomeId, genome, calls, options }, { signal, onProgress });
  await worker.call("compareCalls", await comparison, { signal });
  const gathered = new Gathered();
  let before = 0;
  for (;;) {
    const { batch, done } = await worker.call("nextCalls", {}, { signal });
    if (!batch) break;
    const { promoters, counts, places, codes, left } = batch;
    const share = (part: number) => {
      // Of haplotypes the whole file is read before the first is predicted.
      const promotersDone = gathered.promoters.size + part * promoters.length;
      const whole = options.haplotypes
        ? promotersDone / (gathered.promoters.size + promoters.length + left || 1)
        : (before + part * (done - before)) / (calls.size || 1);
      report({ part: "calls", done: whole * calls.size, total: calls.size, effects: gathered.effects });
    };
    share(0);
    const ask: AskOptions = { signal, onProgress: (of, all) => share(of / (all || 1)) };
    const samples = promoters.map(({ sequence }) => ({ sequence }));
    const { values: condition, output } = column;
    const asked = { samples, condition, ...(output !== undefined && { output }), counts, places, codes };
    const none = { references: new Float32Array(), responses: new Float32Array() };
    const { references, responses } = samples.length ? await engine.edits(asked, ask) : none;
    const scored = await worker.call("scoreCalls", { references, responses }, { signal });
    for (const { gene, sequence } of promoters) gathered.promoters.set(gene, sequence);
    gathered.add(scored.rows, scored.table, scored.calls);
    before = done;
  }
  const { report: read, heads } = await worker.call("endCalls", {}, { signal });
  return gathered.outcome(read, heads, !options.haplotypes);
}

class Gathered {
  readonly promoters = new Map<string, string>();
  effects = 0;
  private rows: CallRow[] = [];
  private readonly tables: Blob[] = [];
  private readonly calls: Blob[] = [];

  add(rows: CallRow[], table: string, calls: string): void {
    this.effects += rows.length;
    for (const row of rows) this.rows.push(row);
    if (this.rows.length > 2 * mostRows) this.keepLargest();
    // The browser may put these on disk.
    this.tables.push(new Blob([table]));
    this.calls.push(new Blob([calls]));
  }

  outcome(report: CallReport, [head = "", meta = ""]: string[], hasCalls: boolean): CallOutcome {
    this.keepLargest();
    const { rows, effects, promoters } = this;
    const annotated = hasCalls && { annotated: new Blob([meta, ...this.calls]) };
    return { rows, effects, promoters, report, table: new Blob([head, ...this.tables]), ...annotated };
  }

  private keepLargest(): void {
    const { rows } = this;
    const sizes = Float32Array.from(rows, ({ alternative, reference }) => Math.abs(alternative - reference));
    this.rows = Array.from(orderByKeys(sizes, true).subarray(0, mostRows), (at) => rows[at]!);
  }
}
