import { count } from "../../strings/words";

/** Motifs to be put into a promoter. */
export const motifs = {
  title: "Put a motif in",
  search: "Find a motif by TF",
  placeholder: (names: string[]) => [...names, "\u2026"].join(", "),
  reverse: "On the reverse strand",
  list: "Motifs",
  help: "Drag one onto the track, or select a base and place it there: its most probable bases replace those from that base on.",
  place: (name: string) => `Place ${name}`,
  placeShort: "Place",
  selectFirst: "Select the base where it is to begin first.",
  tooLong: (name: string, length: number) => `${name} has ${count(length, "base")}; begin further left.`,
  noMatch: (text: string) => `No motif matches \u201c${text}\u201d.`,
  more: (n: number) => `\u2026 and ${n.toLocaleString("en")} more; type a part of the name.`,
  loading: "Loading the motifs\u2026",
} as const;
