import { FileWorker } from "../../engine/file-worker";
import type { EmbeddingSpec } from "../../engine/messages";
import { isAbort } from "../../engine/rpc";
import { Latest } from "../../state/latest";
import { describe, failure, refusal } from "../../state/message";
import { Observable } from "../../state/observable";
import { once } from "../../state/once";
import type { Progress } from "../../state/progress";
import type { Assets } from "../../engine/assets";
import type { FurtherInputs } from "./further-inputs";
import { packEmbeddings } from "./packed-embeddings";

interface Bench {
  readonly assets: Assets;
  readonly inputs: FurtherInputs;
}

/** Files of embeddings on their way into the page; one that cannot be used changes nothing. */
export class EmbeddingFiles extends Observable {
  private readonly states = new Map<string, Progress>();
  /** By input: a file for one leaves that for another alone. */
  private readonly readers = new Map<string, { latest: Latest; worker: FileWorker }>();

  constructor(private readonly bench: Bench) {
    super();
  }

  /** Whether this copy of the page can read such files at all. */
  get isThere(): boolean {
    return this.bench.assets.has("files");
  }

  progress(name: string): Progress {
    return this.states.get(name) ?? { state: "idle" };
  }

  async read(spec: EmbeddingSpec, files: readonly File[]): Promise<void> {
    const [file] = files;
    if (!file) return;
    const { name, positions, width } = spec;
    const { latest, worker } = this.reader(name);
    const signal = latest.start();
    if (files.length > 1) {
      const refused = refusal("input.several-files", { names: files.map((each) => each.name) });
      return this.show(name, failure(refused));
    }
    this.show(name, { state: "running", done: 0, total: 0 });
    try {
      const { names, values } = await worker.call("readEmbeddings", { file, positions, width }, { signal });
      worker.end();
      if (signal.aborted) return;
      const packed = packEmbeddings({ file: file.name, positions, width, names: names ?? null, values });
      await this.bench.inputs.setText(name, packed, 0);
      this.show(name, { state: "idle" });
    } catch (reason) {
      if (isAbort(reason)) return;
      worker.end();
      this.show(name, { ...failure(reason), message: `${file.name}: ${describe(reason)}` });
    }
  }

  cancel(name: string): void {
    this.reader(name).latest.cancel();
    this.show(name, { state: "cancelled" });
  }

  private reader(name: string) {
    const reader = this.readers.get(name) ?? {
      latest: new Latest(),
      worker: new FileWorker(this.bench.assets),
    };
    this.readers.set(name, reader);
    return reader;
  }

  private show(name: string, progress: Progress): void {
    this.states.set(name, progress);
    this.changed();
  }
}

export const embeddingFilesOf = once((bench: Bench) => new EmbeddingFiles(bench));
