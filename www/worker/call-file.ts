import type { CallReader } from "../../pkg/files/cisight";
import type { FileCalls } from "../engine/files-api";
import { unpacked } from "./unpacked";

/** A file of variant calls that is read as far as the next batch needs it. */
export class CallFile {
  private readonly chunks: AsyncGenerator<Uint8Array, void, void>;
  /** Bytes of the file that were unpacked. */
  private taken = 0;
  private hasEnded = false;

  constructor(
    readonly reader: CallReader,
    private readonly file: File,
  ) {
    this.chunks = unpacked(file, (done) => (this.taken = done));
  }

  async next(): Promise<FileCalls["nextCalls"]["answer"]> {
    for (;;) {
      const batch = this.reader.nextBatch();
      if (batch) {
        const [read, came] = batch.bytes;
        // What was unpacked and still waits is not done.
        return { batch, done: came ? Math.round((this.taken * read) / came) : 0 };
      }
      if (this.hasEnded) return { done: this.file.size };
      const { done, value } = await this.chunks.next();
      if (value) this.reader.push(value);
      if (done) {
        this.hasEnded = true;
        this.reader.end();
      }
    }
  }

  free(): void {
    void this.chunks.return();
    this.reader.free();
  }
}
