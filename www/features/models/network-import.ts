import type { FileWorker } from "../../engine/file-worker";
import type { MadeNetwork, ModelParts, Said, SaidInput, SeenNetwork } from "../../engine/files-api";
import { problemOf } from "../../engine/coded-error";
import type { CallOptions } from "../../engine/rpc";
import { refusal } from "../../state/message";
import { Observable } from "../../state/observable";

/** A network in an ONNX or a Keras file: what is seen in it, and what the visitor says that the file does not. */
export class NetworkImport extends Observable {
  seen: SeenNetwork | undefined;
  /** What stands in the fields; proposed by the reader, mended by the visitor. */
  said: Said | undefined;
  /** An input may have any length, so that one has to be said before more is seen. */
  asksLength = false;
  length = "";
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

  /** Another file, of which nothing is known yet. */
  reset(answers?: string): void {
    this.seen = this.said = this.made = undefined;
    this.asksLength = false;
    this.length = "";
    this.answers = answers;
    this.changed();
  }

  /** Looks into a file. What was said of it before gives way to a file of answers. */
  async look(file: File, options: CallOptions): Promise<void> {
    const asked = { file, ...this.givenBeside() };
    try {
      const seen = await this.worker.call("lookAtNetwork", asked, options);
      this.seen = seen;
      this.said = seen.said;
      this.made = undefined;
      this.changed();
    } catch (reason) {
      const { code, parameters } = problemOf(reason);
      if (code !== "foreign.length") throw reason;
      this.asksLength = true;
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
    const asked = { said, id: "own", sequences, expected: this.expected, ...this.givenBeside() };
    return this.worker.call("makeNetwork", { file, options: asked }, options);
  }

  /** What was given of the file beside itself, however much of it is known by now. */
  private givenBeside(): { length?: number; answers?: string } {
    const [length, { answers }] = [this.typedLength(), this];
    return { ...(length !== undefined && { length }), ...(answers && { answers }) };
  }

  private typedLength(): number | undefined {
    const text = this.length.trim();
    if (!text) return undefined;
    const length = Number(text);
    if (!Number.isInteger(length) || length < 1) throw refusal("own-model.length", { text });
    return length;
  }
}
