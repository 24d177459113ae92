import { FileWorker } from "../../engine/file-worker";
import type { Anchor, ExtractionOptions, GenomeFile } from "../../engine/files-api";
import { isAbort } from "../../engine/rpc";
import type { KeptGenome } from "../../store/database";
import { anchorOf } from "./anchor";
import { cutAgain, cutFurther, cutsOf, fits } from "./cuts";
import { genomeId } from "./genomes";
import { guessNames } from "./genome-names";
import { Latest } from "../../state/latest";
import { failure, refusal } from "../../state/message";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import type { Progress } from "../../state/progress";
import type { Workbench } from "../../app/workbench";

const [shortest, longest] = [20, 20_000];

/** A genome on its way into the page: the visitor's files and choices, and what came of them. */
export class GenomeImport extends Observable {
  files: File[] = [];
  /** What the files turned out to be; empty until they were read. */
  kinds: GenomeFile[] = [];
  anchor: Anchor = "start-codon";
  /** As it was typed. */
  length = "";
  downstream = "";
  species = "";
  assembly = "";
  progress: Progress = { state: "idle" };
  /** What was cut out last, and why this browser does not keep it, where that is so. */
  result: { genome: KeptGenome; problem: string } | undefined;
  readonly worker: FileWorker;
  /** Names that were typed are not guessed again. */
  private hasNames = false;
  private hasLength = false;
  private readonly latest = new Latest();

  constructor(private readonly bench: Workbench) {
    super();
    this.worker = new FileWorker(bench.assets);
  }

  /** The bases that the model in use reads before its anchor, of a construct those that are not constant. */
  get modelLength(): number {
    const { downstream = 0, frame } = this.bench.model ?? {};
    // A model of vectors reads none itself.
    const window = this.bench.model?.window || 1000;
    return frame ? window - frame.left.length - frame.right.length : window - downstream;
  }

  /** Those that it reads from its anchor on. */
  get modelDownstream(): number {
    const { downstream = 0, frame } = this.bench.model ?? {};
    return frame ? 0 : downstream;
  }

  /** What was not chosen otherwise is as the model in use needs it. */
  begin(): void {
    const { anchor = "" } = this.bench.model ?? {};
    if (this.hasLength) return;
    this.anchor = anchorOf(anchor) ?? "start-codon";
    this.length = String(this.modelLength);
    this.downstream = String(this.modelDownstream);
  }

  get isRunning(): boolean {
    return this.progress.state === "running";
  }

  /** Files of the same name take each other's place. */
  add(files: readonly File[]): void {
    const names = new Set(files.map(({ name }) => name));
    this.setFiles([...this.files.filter(({ name }) => !names.has(name)), ...files]);
  }

  takeOut(index: number): void {
    this.setFiles(this.files.filter((_, at) => at !== index));
  }

  set(
    change: Partial<Pick<GenomeImport, "anchor" | "length" | "downstream" | "species" | "assembly">>,
  ): void {
    if ("species" in change || "assembly" in change) this.hasNames = true;
    if ("anchor" in change || "length" in change || "downstream" in change) this.hasLength = true;
    Object.assign(this, change);
    this.changed();
  }

  async run(): Promise<void> {
    const signal = this.latest.start();
    this.result = undefined;
    const onProgress = (done: number, total: number) => this.show({ state: "running", done, total });
    try {
      const options = this.options();
      onProgress(0, 0);
      if (!this.kinds.length) {
        const { files } = this;
        const read = await this.worker.call("readGenome", { files }, { signal, onProgress });
        this.kinds = read.files;
      }
      onProgress(0, 0);
      const cut = await this.worker.call("extract", { options }, { signal });
      const further = this.bench.model ? cutsOf(this.bench.model).further : [];
      const beside = await cutFurther(this.worker, options, further, { signal });
      const names = this.files.map(({ name }) => name);
      const kept = { ...options, ...cut, ...beside, id: genomeId(options), files: names };
      const genome: KeptGenome = { ...kept, sources: this.files };
      const problem = cut.report.genes ? await this.keep(genome, kept) : "";
      if (signal.aborted) return;
      this.result = { genome, problem };
      this.show({ state: "idle" });
    } catch (reason) {
      if (isAbort(reason)) return;
      // A worker that was lost holds nothing any more.
      this.kinds = [];
      this.show(failure(reason));
    }
  }

  /**
   * A kept genome with what the model in use reads beside the promoters, which are left as they were chosen; undefined where that was cancelled
   * or failed.
   */
  async complete(genome: KeptGenome): Promise<KeptGenome | undefined> {
    const { model } = this.bench;
    const cuts = { first: genome, further: model ? cutsOf(model).further : [] };
    const { sources } = genome;
    if (fits(genome, cuts) || !sources) return genome;
    const signal = this.latest.start();
    const onProgress = (done: number, total: number) => this.show({ state: "running", done, total });
    // The worker holds one genome.
    this.kinds = [];
    try {
      onProgress(0, 0);
      const whole = await cutAgain(this.worker, { ...genome, sources }, cuts, { signal, onProgress });
      await this.bench.genomes.keep(whole);
      if (signal.aborted) return undefined;
      this.show({ state: "idle" });
      return whole;
    } catch (reason) {
      if (!isAbort(reason)) this.show(failure(reason));
      return undefined;
    }
  }

  cancel(): void {
    this.latest.cancel();
    this.kinds = [];
    this.show({ state: "cancelled" });
  }

  /** Nobody looks any more: the memory is given back, the choices stay. */
  rest(): void {
    if (this.isRunning) this.cancel();
    this.worker.end();
    this.kinds = [];
  }

  /** Where there is no room for the files, the promoters are kept without them. */
  private async keep(genome: KeptGenome, withoutFiles: KeptGenome): Promise<string> {
    const { genomes } = this.bench;
    const problem = await genomes.keep(genome);
    return problem ? genomes.keep(withoutFiles) : "";
  }

  private options(): ExtractionOptions {
    if (!this.files.length) throw refusal("genome-choice.no-files");
    const [length, downstream] = [this.length, this.downstream || "0"].map((text) => Number(text)) as [
      number,
      number,
    ];
    const isLength = (bases: number) => Number.isInteger(bases) && bases >= 0;
    const total = length + downstream;
    if (!isLength(length) || !isLength(downstream) || total < shortest || total > longest)
      throw refusal("genome-choice.length", {
        text: downstream ? `${this.length} + ${this.downstream}` : this.length,
      });
    const behind = downstream > 0 && { downstream };
    return {
      anchor: this.anchor,
      length,
      ...behind,
      species: this.species.trim(),
      assembly: this.assembly.trim(),
    };
  }

  private setFiles(files: File[]): void {
    this.latest.cancel();
    this.files = files;
    this.kinds = [];
    this.result = undefined;
    if (!this.hasNames) Object.assign(this, guessNames(files.map(({ name }) => name)));
    this.show({ state: "idle" });
  }

  private show(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}

export const genomeImportOf = once((bench: Workbench) => new GenomeImport(bench));
