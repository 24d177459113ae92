import { unzipSync, type UnzipFileInfo } from "fflate";
import { checkpoint } from "../strings/checkpoint";
import { CheckpointError } from "./checkpoint-error";

const endSignature = [0x50, 0x4b, 0x05, 0x06];
const endBytes = 22;

/**
 * The zip file that torch.save writes: one folder with a pickle and, beside it, the bytes of each storage.
 *
 * torch.save compresses nothing, so what is compressed is refused: no part can be larger than the file, and a zip bomb cannot be.
 */
export class PytorchArchive {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly folder: string,
    private readonly sizes: ReadonlyMap<string, number>,
  ) {}

  static open(bytes: Uint8Array): PytorchArchive {
    checkEnd(bytes);
    const sizes = new Map<string, number>();
    let total = 0;
    visitEntries(bytes, (entry) => {
      checkEntry(entry);
      if (sizes.has(entry.name)) throw new CheckpointError(checkpoint.entryTwice(entry.name));
      sizes.set(entry.name, entry.size);
      total += entry.size;
      if (total > bytes.length) throw new CheckpointError(checkpoint.entriesOverlap);
      return false;
    });
    const pickles = [...sizes.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
    const [folder] = pickles.map((name) => name.slice(0, name.indexOf("/") + 1));
    if (folder === undefined || pickles.length > 1) throw new CheckpointError(checkpoint.noPickle);
    return new PytorchArchive(bytes, folder, sizes);
  }

  /** The size of a part; undefined where there is none. */
  size(name: string): number | undefined {
    return this.sizes.get(this.folder + name);
  }

  /** The bytes of those of the parts that are there. */
  read(names: Iterable<string>): Map<string, Uint8Array> {
    const wanted = new Set(Array.from(names, (name) => this.folder + name));
    const files = Object.entries(visitEntries(this.bytes, ({ name }) => wanted.has(name)));
    for (const [name, data] of files)
      if (data.length !== this.sizes.get(name)) throw new CheckpointError(checkpoint.cutShort);
    return new Map(files.map(([name, data]) => [name.slice(this.folder.length), data]));
  }
}

function visitEntries(bytes: Uint8Array, filter: (entry: UnzipFileInfo) => boolean) {
  return unzipSync(bytes, { filter });
}

/**
 * torch.save ends the file with the zip directory's end, without a comment. The library may search for ever for what a damaged zip64 file
 * lacks, so the values that make it look for zip64 are refused; a file below 1 GB needs none of them.
 */
function checkEnd(bytes: Uint8Array): void {
  const at = bytes.length - endBytes;
  if (at < 0 || endSignature.some((byte, i) => bytes[at + i] !== byte))
    throw new CheckpointError(checkpoint.cutShort);
  const end = new DataView(bytes.buffer, bytes.byteOffset + at, endBytes);
  const entries = end.getUint16(8, true);
  const directoryBytes = end.getUint32(12, true);
  const directoryAt = end.getUint32(16, true);
  if (entries === 0xffff || directoryAt + directoryBytes > at) throw new CheckpointError(checkpoint.damaged);
}

function checkEntry({ name, compression, size, originalSize }: UnzipFileInfo): void {
  const parts = name.replace(/\/$/, "").split("/");
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  const isTricky = (part: string) => /^(\.{0,2}|__proto__)$|[\\\x00-\x1f\x7f]/.test(part);
  if (parts.some(isTricky)) throw new CheckpointError(checkpoint.entryName(name));
  if (compression !== 0) throw new CheckpointError(checkpoint.compressed(name));
  if (size !== originalSize) throw new CheckpointError(checkpoint.damaged);
}
