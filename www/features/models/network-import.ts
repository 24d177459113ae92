import type { FileWorker } from "../../engine/file-worker";
import type { MadeNetwork, ModelParts, Said, SaidInput, SeenNetwork } from "../../engine/files-api";
import { problemOf } from "../../engine/coded-error";
import type { CallOptions } from "../../engine/rpc";
import { refusal } from "../../state/message";
import { Observable } from "../../state/observable";

/** A network in an ONNX or a Keras file, perhaps with a pack: what is seen in it, and what the visitor says that the files do not. */
export class NetworkImport extends Observable {
  seen: SeenNetwork | undefined;
  /** What stands in the fields; proposed by the reader, mended by the visitor. */
  said: Said | undefined;
  /** Sequence Browser's manifest of it. */
  pack: File | undefined;
  /** An input may have any length, so that one has to be said before more is seen. */
  private needsLength = false;
  length = "";
  /** The length that it was read with: another one counts once it is read again, as what is said depends on it. */
  private lengthRead: number | undefined;
  sequences = "";
  expected = "";
  /** What it answered when it was tried. */
  made: MadeNetwork | undefined;
  /** A file of answers that came along. */
  private answers: string | undefined;

  constructor(private readonly worker: FileWorker) {
    super();
  }

  /** Whether a file is such a network, by its name. */
  static reads({ name }: File): boolean {
    return /\.(onnx|h5|hdf5|keras)$/i.test(name);
  }

  /** Whether a file is a pack of Sequence Browser, by its name. */
  static isPack({ name }: File): boolean {
    return /\.czpack$/i.test(name);
  }

  /** Whether a length can be said: one place of a track has the length that its pack says, several have more. */
  get asksLength(): boolean {
    return this.needsLength || Boolean(this.pack && this.seen);
  }

  /** Another file, of which nothing is known yet. */
  reset({ answers, pack }: { answers?: string | undefined; pack?: File | undefined } = {}): void {
    this.seen = this.said = this.made = undefined;
    this.needsLength = false;
    this.length = "";
    this.lengthRead = undefined;
    this.answers = answers;
    this.pack = pack;
    this.changed();
  }

  /** There is a pack alone: says which file is lacking, or what is wrong with the pack. */
  async refusePack(pack: File, options: CallOptions): Promise<never> {
    const network = await this.worker.call("networkOfPack", { pack }, options);
    throw refusal("own-model.pack-alone", { pack: pack.name, network });
  }

  /** Looks into a file. What was said of it before gives way to a file of answers. */
  async look(file: File, options: CallOptions): Promise<void> {
    const length = this.typedLength();
    try {
      const seen = await this.worker.call("lookAtNetwork", { file, ...this.givenBeside(length) }, options);
      this.seen = seen;
      this.lengthRead = length;
      this.said = seen.said;
      this.made = undefined;
      this.changed();
    } catch (reason) {
      const { code, parameters } = problemOf(reason);
      if (code !== "foreign.length") throw reason;
      this.needsLength = true;
      this.changed();
      throw refusal("own-model.any-length", { input: String(parameters["input"]) });
    }
  }

  set(change: Partial<Pick<NetworkImport, "length" | "sequences" | "expected">>): void {
    Object.assign(this, change);
    this.changed();
  }

  say(change: Partial<Omit<Said, "inputs">>): void {
    if (this.said) this.said = { ...this.said, ...change };
    this.changed();
  }

  sayOf(at: number, change: Partial<SaidInput>): void {
    const inputs = this.said?.inputs.map((input, own) => (own === at ? { ...input, ...change } : input));
    if (this.said && inputs) this.said = { ...this.said, inputs };
    this.changed();
  }

  /** What it predicts for the visitor's sequences, and whether that is as expected. */
  async tryOut(file: File, title: string, options: CallOptions): Promise<void> {
    this.made = undefined;
    this.made = await this.make(file, title, this.sequences, options);
    this.changed();
  }

  async parts(file: File, title: string, options: CallOptions): Promise<ModelParts & { made: MadeNetwork }> {
    const made = await this.make(file, title, "", options);
    return { manifest: made.manifest, files: made.files, notes: [], made };
  }

  private async make(
    file: File,
    title: string,
    sequences: string,
    options: CallOptions,
  ): Promise<MadeNetwork> {
    // The file could not be looked into: that says why.
    if (!this.said) await this.look(file, options);
    const said = { ...this.said!, title: title.trim() };
    const { pack, ...beside } = this.givenBeside(this.lengthRead);
    const asked = { said, id: "own", sequences, expected: this.expected, ...beside };
    return this.worker.call("makeNetwork", { file, ...(pack && { pack }), options: asked }, options);
  }

  /** What was given of the file beside itself, however much of it is known by now. */
  private givenBeside(length: number | undefined): { pack?: File; length?: number; answers?: string } {
    const { answers, pack } = this;
    return { ...(pack && { pack }), ...(length !== undefined && { length }), ...(answers && { answers }) };
  }

  private typedLength(): number | undefined {
    const text = this.length.trim();
    if (!text) return undefined;
    const length = Number(text);
    if (!Number.isInteger(length) || length < 1) throw refusal("own-model.length", { text });
    return length;
  }
}
