import type { Kernel } from "../grammar/grammar-file";

/** Kernels' motifs in MEME's minimal format. */
export function memeOf(kernels: readonly Kernel[]): string[] {
  const head = "MEME version 5\n\nALPHABET= ACGT\n\nstrands: + -\n\n";
  const motifs = kernels.map(({ name, probabilities, sites }) => {
    const rows = probabilities.map((row) => row.map((share) => share.toFixed(4)).join(" "));
    const matrix = `letter-probability matrix: alength= 4 w= ${rows.length} nsites= ${sites}`;
    return `MOTIF ${name.replace(/\s/gu, "_")}\n${matrix}\n${rows.join("\n")}\n\n`;
  });
  return [head, ...motifs];
}
