import { EmbedderPool } from "../../engine/embedder-pool";
import { FileWorker } from "../../engine/file-worker";
import type { EmbeddingPlan } from "../../engine/files-api";
import type { BackendName, EmbeddingSpec } from "../../engine/messages";
import { isAbort } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { failure, note, refusal, refused, type Message } from "../../state/message";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import type { Progress } from "../../state/progress";
import type { KeptEmbedder } from "../../store/database";
import { saveFile } from "../../ui/save-file";
import { packEmbeddings } from "../inputs/packed-embeddings";
import type { Workbench } from "../../app/workbench";
import { strings } from "../../strings/index";
import { addEmbedder, listEmbedders, manifestOf, removeEmbedder, type ListedEmbedder } from "./embedders";

/** Promoters whose sequences stand there to begin with. */
const mostShown = 20;

/** Vectors of every position of every sequence, and how they came about. */
export interface MadeEmbeddings {
  title: string;
  names: string[];
  /** Of each sequence. */
  positions: Uint32Array;
  width: number;
  /** One sequence after the other, `positions x width`, row-major. */
  values: Float32Array;
  computed: [BackendName, number][];
  found: number;
  seconds: number;
  messages: Message[];
}

/** Sequences on their way to embeddings. */
export class EmbeddingWork extends Observable {
  /** Empty until {@link begin}. */
  list: readonly ListedEmbedder[] = [];
  chosen = "";
  sequences: string | undefined;
  core = "";
  isFlanked = false;
  /** Files of an embedder that still lacks the other one. */
  files: readonly File[] = [];
  adding: Progress = { state: "idle" };
  added: { title: string; size: number; problem: string } | undefined;
  progress: Progress = { state: "idle" };
  /** Seconds that the windows which are left will take, once one is done. */
  secondsLeft: number | undefined;
  made: MadeEmbeddings | undefined;
  readonly worker: FileWorker;
  private pool: { id: string; pool: EmbedderPool } | undefined;
  private readonly latest = new Latest();

  constructor(private readonly bench: Workbench) {
    super();
    this.worker = new FileWorker(bench.assets);
  }

  get isBusy(): boolean {
    return this.progress.state === "running" || this.adding.state === "running";
  }

  async begin(spec: EmbeddingSpec): Promise<void> {
    const { promoters, inputs } = this.bench;
    // What a further embedding is made of is no promoter, as a rule.
    const isFirst = inputs.specs.find(({ kind }) => kind === "embedding")?.name === spec.name;
    const rows = isFirst ? promoters.rows.slice(0, mostShown) : [];
    this.sequences ??= rows.map(({ name, sequence }) => `>${name}\n${sequence}\n`).join("");
    await this.refresh();
  }

  set(change: Partial<Pick<EmbeddingWork, "chosen" | "sequences" | "core" | "isFlanked">>): void {
    Object.assign(this, change);
    this.changed();
  }

  /** Takes a configuration and weights, together or one after the other. */
  async take(files: readonly File[]): Promise<void> {
    this.files = [...this.files, ...files];
    this.added = undefined;
    if (this.files.length < 2) return this.show({ adding: { state: "idle" } });
    const signal = this.latest.start();
    this.show({ adding: { state: "running", done: 0, total: 0 } });
    try {
      const { embedder, problem } = await addEmbedder(this.worker, this.files, { signal });
      this.worker.end();
      this.files = [];
      this.chosen = embedder.id;
      this.added = { title: embedder.title, size: embedder.weights.size, problem };
      await this.refresh();
      this.show({ adding: { state: "idle" } });
    } catch (reason) {
      if (isAbort(reason)) return;
      this.worker.end();
      this.show({ adding: failure(reason) });
    }
  }

  takeOut(at: number): void {
    this.files = this.files.filter((_, other) => other !== at);
    this.show({ adding: { state: "idle" } });
  }

  async remove(id: string): Promise<void> {
    if (this.pool?.id === id) this.endPool();
    await removeEmbedder(id);
    await this.refresh();
  }

  /** Embeds what was not embedded before. */
  async run(spec: EmbeddingSpec): Promise<void> {
    const signal = this.latest.start();
    this.made = this.secondsLeft = undefined;
    this.show({ progress: { state: "running", done: 0, total: 0 } });
    try {
      const embedder = this.list.find((own) => own.embedder.id === this.chosen)?.embedder;
      if (!embedder) throw refusal("embedding.no-embedder");
      this.made = await this.embed(embedder, spec, signal);
      await this.refresh();
      this.show({ progress: { state: "idle" } });
    } catch (reason) {
      if (!isAbort(reason)) this.show({ progress: failure(reason) });
    }
  }

  cancel(): void {
    this.latest.cancel();
    const cancelled = { state: "cancelled" as const };
    this.show(this.adding.state === "running" ? { adding: cancelled } : { progress: cancelled });
    void this.refresh();
  }

  /** Nobody looks any more: the memory is given back, what was typed and what came of it stays. */
  rest(): void {
    if (this.isBusy) this.cancel();
    this.worker.end();
    this.endPool();
  }

  /** Why an input cannot read what was made; nothing where it can. */
  unfit({ positions, width }: EmbeddingSpec): Message | undefined {
    const { made } = this;
    if (!made) return undefined;
    const all = [...new Set(made.positions)];
    if (made.width === width && all.every((own) => own === positions)) return undefined;
    return note("embedding.other-shape", {
      positions: all,
      width: made.width,
      needed: [positions, width],
    });
  }

  /** Hands what was made to the input. */
  async use({ name, positions, width }: EmbeddingSpec): Promise<void> {
    const { made } = this;
    if (!made) return;
    const file = strings.embedder.fileName(made.title);
    const packed = packEmbeddings({ file, positions, width, names: made.names, values: made.values });
    await this.bench.inputs.setText(name, packed, 0);
  }

  async save(): Promise<void> {
    const { made } = this;
    if (!made) return;
    const { names, positions, width, values } = made;
    try {
      const bytes = await this.worker.call("writeEmbeddings", { names, positions, width, values });
      saveFile("embeddings.npz", [bytes], "application/zip");
    } catch (reason) {
      this.show({ progress: failure(reason) });
    }
    this.worker.end();
  }

  private async plan(spec: EmbeddingSpec, window: number, signal: AbortSignal): Promise<EmbeddingPlan> {
    const { sequences = "", isFlanked } = this;
    if (!sequences.trim()) throw refusal("embedding.no-sequences");
    const text = this.core.trim();
    const core = text ? Number(text) : undefined;
    if (core !== undefined && !(Number.isInteger(core) && core > 0))
      throw refusal("embedding.core", { text });
    const { positions } = spec;
    const ask = { sequences, window, positions, is_flanked: isFlanked, ...(core && { core }) };
    return this.worker.call("planEmbedding", { ask }, { signal });
  }

  private async embed(
    embedder: KeptEmbedder,
    spec: EmbeddingSpec,
    signal: AbortSignal,
  ): Promise<MadeEmbeddings> {
    const { window, width } = manifestOf(embedder);
    const plan = await this.plan(spec, window, signal);
    this.worker.end();
    const store = await import("../../store/windows");
    const vectors = await store.keptVectors(
      embedder.id,
      plan.windows.map(({ key }) => key),
    );
    const lacking = [...vectors.keys()].filter((at) => vectors[at]?.length !== width);
    const computed = new Map<BackendName, number>();
    let isKept = true;
    const keeping: Promise<void>[] = [];
    const show = (done: number) =>
      signal.aborted || this.show({ progress: { state: "running", done, total: lacking.length } });
    show(0);
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    let first: number | undefined;
    let done = 0;
    await this.poolOf(embedder).run(
      lacking.map((at) => plan.windows[at]!),
      (own, vector, backend) => {
        const at = lacking[own]!;
        vectors[at] = vector;
        const kept = store.keepVector(embedder.id, plan.windows[at]!.key, vector);
        keeping.push(kept.catch(() => void (isKept = false)));
        computed.set(backend, (computed.get(backend) ?? 0) + 1);
        done++;
        // The first one waited for the weights as well.
        if (first === undefined) first = seconds();
        else this.secondsLeft = ((seconds() - first) / (done - 1)) * (lacking.length - done);
        show(done);
      },
      signal,
    );
    await Promise.all(keeping);
    signal.throwIfAborted();
    const { unknown, short, core } = plan;
    return {
      title: embedder.title,
      names: plan.sequences.map(({ name }) => name),
      positions: Uint32Array.from(plan.sequences, ({ windows }) => windows.length),
      width,
      values: inOrder(plan, vectors, width),
      computed: [...computed],
      found: plan.windows.length - lacking.length,
      seconds: seconds(),
      messages: [
        ...plan.problems.map(refused),
        ...(unknown ? [note("embedding.unknown-letters", { count: unknown })] : []),
        ...(short ? [note("embedding.short", { count: short, core })] : []),
        ...(isKept ? [] : [note("embedding.not-kept")]),
      ],
    };
  }

  private poolOf({ id, manifest, weights }: KeptEmbedder): EmbedderPool {
    if (this.pool?.id !== id) {
      this.endPool();
      const files = { manifest: new Blob([manifest]), weights };
      this.pool = { id, pool: new EmbedderPool(this.bench.assets, files, this.bench.options.choice) };
    }
    return this.pool.pool;
  }

  private endPool(): void {
    this.pool?.pool.end();
    this.pool = undefined;
  }

  private async refresh(): Promise<void> {
    this.list = await listEmbedders();
    if (!this.list.some(({ embedder }) => embedder.id === this.chosen))
      this.chosen = this.list.at(-1)?.embedder.id ?? "";
    this.changed();
  }

  private show(change: Partial<Pick<EmbeddingWork, "adding" | "progress">>): void {
    Object.assign(this, change);
    this.changed();
  }
}

/** The vectors of all positions of all sequences, one after the other. */
function inOrder(
  { sequences }: EmbeddingPlan,
  vectors: readonly (Float32Array | undefined)[],
  width: number,
): Float32Array {
  const windows = sequences.flatMap((own) => [...own.windows]);
  const values = new Float32Array(windows.length * width);
  windows.forEach((window, at) => values.set(vectors[window]!, at * width));
  return values;
}

const worksOf = once<Workbench, Map<string, EmbeddingWork>>(() => new Map());

/** What is being made for an input: each has sequences of its own. */
export function embeddingWorkOf(bench: Workbench, { name }: EmbeddingSpec): EmbeddingWork {
  const works = worksOf(bench);
  const work = works.get(name) ?? new EmbeddingWork(bench);
  works.set(name, work);
  return work;
}
