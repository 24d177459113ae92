import { position } from "../../strings/format";
import { strings } from "../../strings/index";
import { fewestBases } from "../bases/edits-text";

const block = 10;
const blocksPerLine = 3;

/** Bases in blocks of ten, so that they can be counted. */
export function formatSequence(sequence: string): string {
  const blocks = sequence.match(new RegExp(`.{1,${block}}`, "g")) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < blocks.length; at += blocksPerLine)
    lines.push(blocks.slice(at, at + blocksPerLine).join(" "));
  return lines.join("\n");
}

/** The position of each line's first base, from the anchor, behind which the last `downstream` bases lie. */
export function linePositions(text: string, downstream = 0): string[] {
  const counts = text.split("\n").map((line) => bare(line).length);
  let at = downstream - counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => {
    const first = count ? position(at) : "";
    at += count;
    return first;
  });
}

export interface TypedSequence {
  /** The last bases, as many as the model reads. */
  sequence: string;
  /** How many were typed. */
  length: number;
}

/** Reads bases as they were typed or pasted: blocks, line ends, lower case and the numbers beside a listing are fine. */
export function readSequence(
  text: string,
  window: number,
  downstream = 0,
): TypedSequence | { problem: string } {
  const bases = bare(text).toUpperCase().replaceAll("U", "T");
  const wrong = /[^ACGTN]/u.exec(bases);
  if (wrong)
    return {
      problem: strings.sequence.wrongLetter(wrong[0], position(wrong.index - bases.length + downstream)),
    };
  if (bases.length < fewestBases) return { problem: strings.sequence.tooShort(bases.length, fewestBases) };
  return { sequence: bases.slice(-window), length: bases.length };
}

function bare(text: string): string {
  return text.replace(/[\s\d\u2212-]/g, "");
}
