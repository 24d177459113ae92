import { isAbort } from "../../engine/rpc";
import { strings } from "../../strings/index";
import type { ConditionColumn } from "../conditions/conditions";
import { modiscoExample } from "./export-modisco";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import type { Track } from "../map/grid";
import type { Progress } from "../../state/progress";
import { askOf } from "../map/columns";
import type { PromoterRow } from "../promoters/promoters";
import { saveFile } from "../../ui/save-file";
import type { Workbench } from "../../app/workbench";

/** Writes what TF-MoDISco reads, for one promoter or for many, whose mutageneses it computes first. */
export class ModiscoExport extends Observable {
  progress: Progress = { state: "idle" };
  /** What was saved last. */
  note = "";
  private startedAt = 0;
  private readonly latest = new Latest();

  constructor(private readonly bench: Workbench) {
    super();
  }

  get running(): string {
    if (this.progress.state !== "running") return "";
    const { done, total } = this.progress;
    const text = strings.downloads.modiscoRunning(Math.min(total, Math.floor(done) + 1), total);
    if (!done) return text;
    const left = ((performance.now() - this.startedAt) / done) * (total - done);
    return `${text} ${strings.downloads.modiscoRemaining(roughly(left / 1000))}`;
  }

  async saveTrack(track: Track): Promise<void> {
    await this.run(() => Promise.resolve([modiscoExample(track.row.sequence, track.deltas)]));
  }

  async saveAll(rows: PromoterRow[], column: ConditionColumn): Promise<void> {
    await this.run(async (signal) => {
      const examples = [];
      for (const [at, row] of rows.entries()) {
        this.report(at, rows.length);
        const grow = ({ computed }: { computed: Uint8Array }) => {
          const done = computed.reduce((sum, base) => sum + base, 0) / computed.length;
          if (!signal.aborted) this.report(at + done, rows.length);
        };
        const { deltas } = await this.bench.engine.mutagenesis(askOf({ row, column }), {}, grow, signal);
        examples.push(modiscoExample(row.sequence, deltas));
      }
      return examples;
    });
  }

  cancel(): void {
    this.latest.cancel();
    this.progress = { state: "cancelled" };
    this.changed();
  }

  dismiss(): void {
    this.progress = { state: "idle" };
    this.note = "";
    this.changed();
  }

  private async run(
    collect: (signal: AbortSignal) => Promise<ReturnType<typeof modiscoExample>[]>,
  ): Promise<void> {
    const { model, engine } = this.bench;
    if (!model) return;
    const signal = this.latest.start();
    this.startedAt = performance.now();
    this.note = "";
    this.report(0, 1);
    try {
      const examples = await collect(signal);
      const files = await engine.analysis.ask("modiscoFiles", { length: model.window, examples }, { signal });
      saveFile("cisight-one-hot.npz", [asPart(files.oneHot)], "application/zip");
      saveFile("cisight-scores.npz", [asPart(files.scores)], "application/zip");
      this.progress = { state: "idle" };
      this.note = strings.downloads.modiscoDone;
    } catch (reason) {
      if (isAbort(reason)) return;
      this.progress = failure(reason);
    }
    this.changed();
  }

  private report(done: number, total: number): void {
    this.progress = { state: "running", done, total };
    this.changed();
  }
}

/** The bytes alone, without the shared-memory types that a Blob does not take. */
function asPart(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function roughly(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
