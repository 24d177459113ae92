import { FileWorker } from "../../engine/file-worker";
import type { Architecture, MadeNetwork, ModelParts } from "../../engine/files-api";
import type { Manifest } from "../../engine/manifest";
import { isAbort, type CallOptions } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { failure, refusal } from "../../state/message";
import { expectSequences } from "./expect-sequences";
import { NetworkImport } from "./network-import";
import { fullConfig, guessArchitecture, tfLines } from "./model-config";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import { keepModel, type OwnModel } from "./own-models";
import type { Progress } from "../../state/progress";
import { readText } from "../../state/read-text";
import type { Workbench } from "../../app/workbench";

export interface AddedModel {
  model: OwnModel;
  title: string;
  notes: ModelParts["notes"];
  /** Why this browser does not keep it; empty where it does. */
  problem: string;
  /** Of a network out of another program's file. */
  made?: MadeNetwork;
}

/** What a file is to be taken for, by its name. */
export type ModelFileKind = "checkpoint" | "network" | "zip";

/** Promoters that a preview is of. */
const mostPreviewed = 3;

/** A model on its way into the page: the visitor's file and what is said about it, and what came of that. */
export class ModelImport extends Observable {
  /** A checkpoint, a network, or a model folder as zip. */
  file: File | undefined;
  title = "";
  /** Empty until it is chosen, or the configuration tells. */
  architecture: Architecture | "" = "";
  config = "";
  tfs = "";
  scaling = "";
  progress: Progress = { state: "idle" };
  added: AddedModel | undefined;
  readonly worker: FileWorker;
  readonly network: NetworkImport;
  /** What the network is being read or asked for: the sentence for it depends on that. */
  step: "look" | "preview" | "add" = "add";
  private readonly latest = new Latest();

  constructor(private readonly bench: Workbench) {
    super();
    this.worker = new FileWorker(bench.assets);
    this.network = new NetworkImport(this.worker);
  }

  get kind(): ModelFileKind {
    if (!this.file) return this.network.pack ? "network" : "checkpoint";
    if (NetworkImport.reads(this.file)) return "network";
    return /\.zip$/i.test(this.file.name) ? "zip" : "checkpoint";
  }

  get isRunning(): boolean {
    return this.progress.state === "running";
  }

  /** Takes weights, and beside them a configuration and a TF list, or a network's pack, each told by its name. */
  async take(files: readonly File[]): Promise<void> {
    const isConfig = ({ name }: File) => /\.json$/i.test(name);
    const isList = ({ name }: File) => /\.(txt|tsv|csv|list)$/i.test(name);
    const packs = files.filter((file) => NetworkImport.isPack(file));
    const weights = files.filter((file) => !isConfig(file) && !isList(file) && !packs.includes(file));
    const [first] = weights;
    // A pack is of a network, and of one.
    const [one, other] =
      packs.length === 1 && weights.every((file) => NetworkImport.reads(file))
        ? weights
        : [...packs, ...weights];
    if (one && other) return this.fail(refusal("own-model.two-models", { names: [one.name, other.name] }));
    try {
      const [config, list] = [files.find(isConfig), files.find(isList)];
      const read = async (file: File | undefined) => file && (await readText(file)).text;
      const [configText, tfs] = [await read(config), await read(list)];
      const network = first ? NetworkImport.reads(first) : packs.length > 0 || this.kind === "network";
      if (network) return await this.takeNetwork(first, packs[0], configText);
      if (configText !== undefined) this.set({ config: configText });
      if (tfs !== undefined) this.set({ tfs });
    } catch {
      return this.fail(refusal("own-model.unreadable", { names: files.map(({ name }) => name) }));
    }
    if (first) this.choose(first);
    this.show({ state: "idle" });
  }

  /** Looks into a network's file again, with what was said about its length since. */
  look(): Promise<void> {
    return this.work("look", async (file, options) => {
      await this.network.look(file, options);
      const { title } = this.network.said!;
      if (title) this.title = title;
    });
  }

  /** Shows what a network predicts before it is added. */
  preview(): Promise<void> {
    return this.work("preview", (file, options) => this.network.tryOut(file, this.title, options));
  }

  /** The files that were chosen, a network's pack first. */
  get files(): readonly File[] {
    return [this.network.pack, this.file].filter((file) => file !== undefined);
  }

  /** One of the files is taken back; the other stays as it is without it. */
  takeOut(at: number): void {
    const taken = this.files[at];
    const { file, network } = this;
    const pack = taken === network.pack ? undefined : network.pack;
    if (taken === file) this.file = undefined;
    network.reset({ pack });
    this.show({ state: "idle" });
    if (this.file && taken !== file) void this.look();
  }

  set(change: Partial<Pick<ModelImport, "title" | "architecture" | "config" | "tfs" | "scaling">>): void {
    Object.assign(this, change);
    if (change.config !== undefined)
      this.architecture = guessArchitecture(change.config) ?? this.architecture;
    this.changed();
  }

  run(): Promise<void> {
    return this.work("add", async (file, { signal }) => {
      const parts = await this.check(file, { signal });
      const title = this.titleFor(parts);
      expectSequences(JSON.parse(parts.manifest) as Manifest, title);
      const { model, problem } = await keepModel(parts, title, file.name);
      await this.bench.models.listOwn();
      if (signal.aborted) return;
      const { notes, made } = parts;
      this.added = { model, title, problem, notes, ...(made && { made }) };
      // The next one begins anew, with the same kind of network.
      this.file = undefined;
      this.title = "";
      this.network.reset();
    });
  }

  cancel(): void {
    this.latest.cancel();
    this.show({ state: "cancelled" });
  }

  /** Nobody looks any more: the memory is given back, what was typed stays. */
  rest(): void {
    if (this.isRunning) this.cancel();
    this.worker.end();
    this.added = undefined;
  }

  private choose(file: File): void {
    if (!this.title || this.title === titleOf(this.file)) this.title = titleOf(file);
    this.file = file;
  }

  /** A network is looked into at once: what there is to say depends on it. */
  private takeNetwork(
    file: File | undefined,
    pack: File | undefined,
    answers: string | undefined,
  ): Promise<void> {
    // A pack that came first waits for its network; a network that is there gets its pack.
    const waiting = this.file && file ? undefined : this.network.pack;
    if (this.file && !NetworkImport.reads(this.file)) this.file = undefined;
    if (file) this.choose(file);
    this.network.reset({ answers, pack: pack ?? waiting });
    if (!this.network.sequences) this.network.set({ sequences: this.shownSequences() });
    return this.look();
  }

  /** The first promoters of the page, as FASTA. */
  private shownSequences(): string {
    const rows = this.bench.promoters.rows.slice(0, mostPreviewed);
    return rows.map(({ name, sequence }) => `>${name}\n${sequence}\n`).join("");
  }

  private async work(
    step: ModelImport["step"],
    what: (file: File, options: { signal: AbortSignal }) => Promise<void>,
  ): Promise<void> {
    const signal = this.latest.start();
    this.added = undefined;
    this.step = step;
    try {
      const { file } = this;
      const { pack } = this.network;
      if (!file && !pack) throw refusal("own-model.no-file");
      this.show({ state: "running", done: 0, total: 0 });
      if (!file) return await this.network.refusePack(pack!, { signal });
      await what(file, { signal });
      if (!signal.aborted) this.show({ state: "idle" });
    } catch (reason) {
      if (!isAbort(reason)) this.fail(reason);
    }
  }

  private check(file: File, options: CallOptions): Promise<ModelParts & { made?: MadeNetwork }> {
    const { kind, architecture, title } = this;
    if (kind === "zip") return this.worker.call("unpackModel", { file }, options);
    if (!title.trim()) throw refusal("own-model.no-title");
    if (kind === "network") return this.network.parts(file, title, options);
    const config = fullConfig(this);
    if (!architecture) throw refusal("own-model.no-architecture");
    const tfs = tfLines(this.tfs).join("\n");
    const described = { architecture, config, ...(tfs && { tfs }), id: "own", title: title.trim() };
    return this.worker.call("importModel", { options: described, checkpoint: file }, options);
  }

  /** A folder's manifest has a title, which counts unless another one was typed. */
  private titleFor({ manifest }: ModelParts): string {
    const typed = this.title.trim();
    if (this.kind !== "zip" || (typed && typed !== titleOf(this.file))) return typed;
    return (JSON.parse(manifest) as Manifest).title ?? typed;
  }

  private fail(reason: unknown): void {
    this.show(failure(reason));
  }

  private show(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}

function titleOf(file: File | undefined): string {
  return (file?.name ?? "")
    .replace(/\.(pt|pth|ckpt|bin|safetensors|onnx|h5|hdf5|keras|zip)$/i, "")
    .replaceAll("_", " ");
}

export const modelImportOf = once((bench: Workbench) => new ModelImport(bench));
