import type { GenomeFile, GenomeReader } from "../engine/files-api";
import { genomes } from "../strings/genomes";
import { headLength, kindOf } from "./file-kind";
import { unpacked } from "./unpacked";

const lineEnd = new Uint8Array([10]);
// A fungus has 10 to 60 million bases; what is far more is no genome for this page, or a file made to fill the memory.
const mostBytes = 1_000_000_000;

/** Pushes every file to where it belongs, in chunks, and reports how much of them was read. */
export async function readGenomeFiles(
  reader: GenomeReader,
  files: File[],
  report: (done: number, total: number) => void,
): Promise<GenomeFile[]> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const read: GenomeFile[] = [];
  let before = 0;
  let bytes = 0;
  for (const file of files) {
    report(before, total);
    const { kind, chunks } = await begin(file, (done) => report(before + done, total));
    checkKinds([...read, { name: file.name, kind }]);
    const push = (chunk: Uint8Array) =>
      kind === "annotation" ? reader.pushAnnotation(chunk) : reader.pushGenome(chunk);
    // The last line of a file need not have an end.
    if (read.some((other) => (other.kind === "annotation") === (kind === "annotation"))) push(lineEnd);
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new Error(genomes.tooLarge(file.name, mostBytes));
      push(chunk);
    }
    before += file.size;
    read.push({ name: file.name, kind });
  }
  checkComplete(read);
  return read;
}

async function begin(file: File, onBytes: (done: number) => void) {
  const chunks = unpacked(file, onBytes);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < headLength) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const kind = kindOf(file.name, joined(first, length));
  return {
    kind,
    chunks: (async function* () {
      yield* first;
      yield* chunks;
    })(),
  };
}

function joined(parts: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, headLength);
}

/** Some files cannot stand side by side: known before the second one is read to its end. */
function checkKinds(files: GenomeFile[]): void {
  const of = (kind: GenomeFile["kind"]) => files.filter((file) => file.kind === kind).map(({ name }) => name);
  const [fasta, twoBit, genbank, annotation] = [of("fasta"), of("2bit"), of("genbank"), of("annotation")];
  if (twoBit.length + Math.min(fasta.length, 1) > 1)
    throw new Error(genomes.twoGenomes([...fasta, ...twoBit]));
  const other = [...fasta, ...twoBit, ...annotation];
  if (genbank.length && other.length) throw new Error(genomes.genbankAndOther(genbank, other));
}

function checkComplete(files: GenomeFile[]): void {
  const has = (...kinds: GenomeFile["kind"][]) => files.some(({ kind }) => kinds.includes(kind));
  if (!has("fasta", "2bit", "genbank")) throw new Error(genomes.noSequence);
  if (!has("genbank", "annotation")) throw new Error(genomes.noAnnotation);
}
