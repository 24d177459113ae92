import { changed } from "./promoter-changes";
import { listEdits } from "./export-fasta";
import type { Track } from "./predictions";

const most = 4;

/** The single-base mutations of a promoter that raise and lower its response most, as lines of changes. */
export function exampleChanges({ row, length, deltas }: Track): string[] {
  const sequence = row.sequence;
  const first = sequence.length - length;
  const order = [...deltas.keys()]
    .filter((at) => deltas[at] !== 0)
    .sort((a, b) => (deltas[b] ?? 0) - (deltas[a] ?? 0));
  const chosen = [...order.slice(0, most), ...order.slice(-most)];
  return chosen.flatMap((at) => {
    const base = first + Math.floor(at / 4);
    const mutated = sequence.slice(0, base) + "ACGT".charAt(at % 4) + sequence.slice(base + 1);
    return listEdits(sequence, mutated);
  });
}

/** The same mutations as a table of whole sequences. */
export function exampleTable(track: Track): string {
  const { row } = track;
  const lines = exampleChanges(track).map((change) => [change, row.sequence, changed(row, change)]);
  return [["name", "reference", "alternative"], ...lines].map((line) => line.join("\t")).join("\n");
}
