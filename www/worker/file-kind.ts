import type { FileKind } from "../engine/files-api";
import { genomes } from "../strings/genomes";

/** Enough of a file to tell what it is. */
export const headLength = 4096;

const twoBit = ["1a412743", "4327411a"];
const fewestTabs = 7;

/** What a file holds, by its first bytes; throws with what to do where it is nothing of use. */
export function kindOf(name: string, head: Uint8Array): FileKind {
  if (!head.length) throw new Error(genomes.emptyFile(name));
  if (twoBit.includes(hex(head.subarray(0, 4)))) return "2bit";
  const text = new TextDecoder("latin1").decode(head).replace(/^ï»¿/, "").trimStart();
  if (text.startsWith("PK")) throw new Error(genomes.isZip(name));
  if (text.startsWith(">")) return "fasta";
  if (/^LOCUS\b/.test(text)) return "genbank";
  if (/^ID {3}/.test(text)) throw new Error(genomes.isEmbl(name));
  if (/^<(!doctype|html|\?xml)/i.test(text)) throw new Error(genomes.isWebPage(name));
  if (text.includes("\0")) throw new Error(genomes.unknownFile(name));
  const line = text.split(/\r?\n/).find((one) => one.trim() && !one.startsWith("#"));
  const isTable = line === undefined ? text.startsWith("#") : line.split("\t").length > fewestTabs;
  if (!isTable) throw new Error(genomes.unknownFile(name));
  return "annotation";
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
