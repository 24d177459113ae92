import type { Ask } from "../../engine/messages";

type Example = Ask<"modiscoFiles">["examples"][number];

/**
 * A promoter with its hypothetical contributions: what each of A, C, G, T would contribute in each place, the deltas of a mutagenesis
 * minus their mean there. Rounded as the command line computes, in 32 bits.
 */
export function modiscoExample(sequence: string, deltas: Float32Array): Example {
  const length = deltas.length / 4;
  const scores = new Float32Array(deltas.length);
  for (let at = 0; at < deltas.length; at += 4) {
    let sum = 0;
    for (let base = 0; base < 4; base++) sum = Math.fround(sum + (deltas[at + base] ?? 0));
    const mean = Math.fround(sum / 4);
    for (let base = 0; base < 4; base++) scores[at + base] = (deltas[at + base] ?? 0) - mean;
  }
  return { bases: sequence.slice(-length), scores };
}
