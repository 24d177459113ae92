import { CodedError } from "../engine/coded-error";
import { Gunzip } from "fflate";
import { genomes } from "../features/genomes/strings";

/**
 * The bytes of a file, decompressed where it begins as gzip does. Not by the browser's own DecompressionStream: block-gzipped genomes are
 * many gzip files in a row, which that one refuses.
 */
export async function* unpacked(
  file: File,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  let done = 0;
  let gunzip: Gunzip | undefined;
  let ready: Uint8Array[] = [];
  const feed = (chunk: Uint8Array, isLast: boolean) => {
    try {
      gunzip?.push(chunk, isLast);
    } catch (error) {
      throw new CodedError("genome-file.damaged-gzip", { name: file.name }, genomes.damagedGzip(file.name), {
        cause: error,
      });
    }
  };
  for await (const chunk of chunksOf(file)) {
    if (done === 0 && chunk[0] === 0x1f && chunk[1] === 0x8b)
      gunzip = new Gunzip((part) => void (part.length && ready.push(part)));
    done += chunk.length;
    onBytes(done);
    if (!gunzip) {
      yield chunk;
      continue;
    }
    feed(chunk, false);
    yield* ready;
    ready = [];
  }
  // Apart from the last chunk, with which it would leave out all members but the first one of that chunk.
  feed(new Uint8Array(), true);
  yield* ready;
}

/** Read by hand: not every browser's streams can be iterated over. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array, void, void> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw new CodedError("genome-file.unreadable", { name: file.name }, genomes.unreadable(file.name), {
      cause: error,
    });
  } finally {
    // Whoever wanted the beginning alone goes before the end.
    void reader.cancel().catch(() => undefined);
  }
}
