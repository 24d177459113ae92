import { CodedError } from "../engine/coded-error";
import type { FileKind } from "../engine/files-api";
import { genomes } from "../features/genomes/strings";

/** Enough of a file to tell what it is. */
export const headLength = 4096;

const twoBit = ["1a412743", "4327411a"];
const fewestTabs = 7;
/** Comments, and lines for UCSC's genome browser. */
const passedOver = /^(#|;|(track|browser)( |$))/;

/** What a file holds, by its first bytes; throws with what to do where it is nothing of use. */
export function kindOf(name: string, head: Uint8Array): FileKind {
  if (!head.length) throw new CodedError("genome-file.empty", { name }, genomes.emptyFile(name));
  if (twoBit.includes(hex(head.subarray(0, 4)))) return "2bit";
  const text = decoded(head).trimStart();
  if (text.startsWith("PK")) throw new CodedError("genome-file.zip", { name }, genomes.isZip(name));
  if (text.startsWith(">")) return "fasta";
  if (/^ID {3}/.test(text)) throw new CodedError("genome-file.embl", { name }, genomes.isEmbl(name));
  if (/^<(!doctype|html|\?xml)/i.test(text))
    throw new CodedError("genome-file.web-page", { name }, genomes.isWebPage(name));
  if (text.includes("\0")) throw new CodedError("genome-file.unknown", { name }, genomes.unknownFile(name));
  const lines = text.split(/\r\n|\r|\n/);
  // NCBI's release files have lines of their own above the first record.
  if (lines.some((line) => /^LOCUS\b/.test(line))) return "genbank";
  const line = lines.find((one) => one.trim() && !passedOver.test(one));
  if (line?.startsWith(">")) return "fasta";
  const isTable = line === undefined ? text.startsWith("#") : line.split("\t").length > fewestTabs;
  if (!isTable) throw new CodedError("genome-file.unknown", { name }, genomes.unknownFile(name));
  return "annotation";
}

/** The beginning of a text in UTF-16, with its mark or without, or in a code page that agrees with ASCII; a mark goes. */
function decoded(head: Uint8Array): string {
  const [first, second, third, fourth] = head;
  const isUtf16 = (mark: boolean, low: (number | undefined)[], high: (number | undefined)[]) =>
    mark || (low.every((byte) => byte) && high.every((byte) => byte === 0));
  const isLittle = isUtf16(first === 0xff && second === 0xfe, [first, third], [second, fourth]);
  const isBig = isUtf16(first === 0xfe && second === 0xff, [second, fourth], [first, third]);
  const text = new TextDecoder(isLittle ? "utf-16le" : isBig ? "utf-16be" : "latin1").decode(head);
  return text.replace(/^ï»¿/, "");
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
