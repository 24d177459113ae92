import type { Motif } from "../../engine/messages";

const letters = "ACGT";

/** The most probable base of each column. */
export function consensus({ probabilities }: Motif): string {
  return probabilities.map((column) => letters[column.indexOf(Math.max(...column))] ?? "N").join("");
}

/** Motifs whose name or id holds the text; those whose name begins with it first. */
export function searchMotifs(motifs: readonly Motif[], text: string): { motif: Motif; index: number }[] {
  const wanted = text.trim().toUpperCase();
  const rank = ({ name }: Motif) => (name.toUpperCase().startsWith(wanted) ? 0 : 1);
  return motifs
    .map((motif, index) => ({ motif, index }))
    .filter(({ motif }) => `${motif.name} ${motif.id}`.toUpperCase().includes(wanted))
    .sort((a, b) => rank(a.motif) - rank(b.motif) || a.motif.name.localeCompare(b.motif.name));
}
