import { CodedError } from "../engine/coded-error";
import type { GenomeReader } from "../../pkg/files/cisight";
import type { FileKind, GenomeFile } from "../engine/files-api";
import { genomes } from "../features/genomes/strings";
import { headLength, kindOf } from "./file-kind";
import { unpacked } from "./unpacked";

// A fungus has 10 to 60 million bases; what is far more is no genome for this page, or a file made to fill the memory.
const mostBytes = 1_000_000_000;

/** Pushes every file to where it belongs, in chunks, and reports how much of them was read. */
export async function readGenomeFiles(
  reader: GenomeReader,
  files: File[],
  report: (done: number, total: number) => void,
): Promise<GenomeFile[]> {
  const known: (GenomeFile & { file: File })[] = [];
  for (const file of files) known.push({ file, name: file.name, kind: await kindOfFile(file) });
  checkKinds(known);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let [before, bytes] = [0, 0];
  for (const { file, kind } of known) {
    for await (const chunk of unpacked(file, (done) => report(before + done, total))) {
      bytes += chunk.length;
      if (bytes > mostBytes)
        throw new CodedError(
          "genome-file.too-large",
          { name: file.name, mostBytes },
          genomes.tooLarge(file.name, mostBytes),
        );
      reader.push(chunk);
    }
    if (kind === "annotation") reader.endAnnotation();
    else reader.endSequence();
    before += file.size;
  }
  // An annotation may bring the sequence in its own last part, which counts where nothing else brings it.
  if (!reader.hasSequence()) throw new CodedError("genome-file.no-sequence", {}, genomes.noSequence);
  return known.map(({ name, kind }) => ({ name, kind }));
}

async function kindOfFile(file: File): Promise<FileKind> {
  const head = new Uint8Array(headLength);
  let length = 0;
  for await (const chunk of unpacked(file, () => undefined)) {
    const part = chunk.subarray(0, headLength - length);
    head.set(part, length);
    length += part.length;
    if (length === headLength) break;
  }
  return kindOf(file.name, head.subarray(0, length));
}

/** Some files cannot stand side by side, and some not alone: known before they are read. */
function checkKinds(files: GenomeFile[]): void {
  const of = (kind: FileKind) => files.filter((file) => file.kind === kind).map(({ name }) => name);
  const [fasta, twoBit, genbank, annotation] = [of("fasta"), of("2bit"), of("genbank"), of("annotation")];
  const genomeFiles = [...fasta, ...twoBit];
  if (twoBit.length && genomeFiles.length > 1)
    throw new CodedError("genome-file.two-genomes", { names: genomeFiles }, genomes.twoGenomes(genomeFiles));
  const other = [...genomeFiles, ...annotation];
  if (genbank.length && other.length)
    throw new CodedError(
      "genome-file.genbank-and-other",
      { genbank, other },
      genomes.genbankAndOther(genbank, other),
    );
  if (genomeFiles.length && !annotation.length)
    throw new CodedError("genome-file.no-annotation", {}, genomes.noAnnotation);
}
