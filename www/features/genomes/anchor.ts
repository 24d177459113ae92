import type { Anchor } from "../../engine/files-api";

/** The anchor that a model's words mean, as `genome::Anchor::of`; ends come first, as their words hold those of starts. */
export function anchorOf(words: string): Anchor | undefined {
  if (/transcript(ion|'s)? end|tts|terminator|polyadenylation/i.test(words)) return "transcript-end";
  if (/transcript|tss/i.test(words)) return "transcript-start";
  return /start codon|translation start|atg/i.test(words) ? "start-codon" : undefined;
}
