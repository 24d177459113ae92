import { FileWorker } from "../../engine/file-worker";
import type { DesignFileAsk, WrittenDesign } from "../../engine/files-api";
import { isAbort } from "../../engine/rpc";
import type { Workbench } from "../../app/workbench";
import { Latest } from "../../state/latest";
import { failure } from "../../state/message";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import type { Progress } from "../../state/progress";
import type { Figures } from "../../strings/format";
import { strings } from "../../strings/index";
import { saveText } from "../../ui/save-file";
import { designName } from "../downloads/export-design";
import type { DesignOutcome } from "./design-outcome";
import { reached } from "./pareto";

const names = {
  genbank: "cisight-designs.gb",
  pool: "cisight-oligo-pool.csv",
  primers: "cisight-primers.tsv",
} as const;

/** Files that designs are ordered with, written by the module that is loaded when one is asked for. */
export class DesignFiles extends Observable {
  five = "";
  three = "";
  progress: Progress = { state: "idle" };
  /** What is wrong with an adapter. */
  adapterError: string | undefined;
  private readonly latest = new Latest();
  private readonly worker: FileWorker;

  constructor(bench: Workbench) {
    super();
    this.worker = new FileWorker(bench.assets);
  }

  get isThere(): boolean {
    return this.worker.isThere;
  }

  set(change: Partial<Pick<DesignFiles, "five" | "three">>): void {
    Object.assign(this, change);
    this.adapterError = undefined;
    this.changed();
  }

  async save(format: keyof typeof names, designs: readonly WrittenDesign[]): Promise<void> {
    const signal = this.latest.start();
    this.adapterError = undefined;
    this.progress = { state: "running", done: 0, total: 0 };
    this.changed();
    const { five, three } = this;
    const files: Record<typeof format, DesignFileAsk> = {
      genbank: { format: "genbank" },
      pool: { format: "pool", five, three },
      primers: { format: "primers", temperature: 55 },
    };
    try {
      const text = await this.worker.call(
        "writeDesigns",
        { designs: [...designs], file: files[format] },
        { signal },
      );
      saveText(names[format], [text]);
      this.progress = { state: "idle" };
    } catch (reason) {
      if (isAbort(reason)) return;
      const failed = failure(reason);
      const isAdapter = failed.code.startsWith("adapter.");
      if (isAdapter) this.adapterError = failed.message;
      this.progress = isAdapter ? { state: "idle" } : failed;
    }
    this.changed();
  }

  cancel(): void {
    this.latest.cancel();
    this.progress = { state: "cancelled" };
    this.changed();
  }
}

export const designFilesOf = once((bench: Workbench) => new DesignFiles(bench));

/** Designs as they are written, with what the model says of them. */
export function writtenDesigns(outcomes: readonly DesignOutcome[], figures: Figures): WrittenDesign[] {
  return outcomes.map((outcome, at) => {
    const { columns, start, startResponses, steps, motifNames, downstream } = outcome;
    const ends = reached(outcome);
    return {
      name: designName(outcome, at, outcomes.length),
      title: strings.design.recordTitle(steps.length),
      start,
      changes: steps.map(({ change: { at: place, removed, bases, motif } }) => ({
        at: place,
        removed,
        bases,
        ...(motif ? { motif: [motif.motif, motif.strand === "-"] as [number, boolean] } : {}),
      })),
      motifs: motifNames,
      downstream,
      comments: columns.map(({ name }, column) =>
        strings.design.comment(
          name,
          figures.response(startResponses[column] ?? NaN),
          figures.response(ends[column] ?? NaN),
        ),
      ),
    };
  });
}
