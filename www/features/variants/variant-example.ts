import { listEdits } from "../downloads/export-fasta";
import type { Track } from "../map/grid";

const most = 4;

/** The single-base mutations of a promoter that raise and lower its response most. */
function mutants({ row, length, deltas }: Track, downstream: number): { change: string; sequence: string }[] {
  const { sequence } = row;
  const first = sequence.length - length;
  const order = [...deltas.keys()]
    .filter((at) => deltas[at] !== 0)
    .sort((a, b) => (deltas[b] ?? 0) - (deltas[a] ?? 0));
  const chosen = [...order.slice(0, most), ...order.slice(-most)];
  return chosen.flatMap((at) => {
    const base = first + Math.floor(at / 4);
    const mutated = sequence.slice(0, base) + "ACGT".charAt(at % 4) + sequence.slice(base + 1);
    return listEdits(sequence, mutated, downstream).map((change) => ({ change, sequence: mutated }));
  });
}

/** Those mutations as lines of changes. */
export function exampleChanges(track: Track, downstream = 0): string[] {
  return mutants(track, downstream).map(({ change }) => change);
}

/** The same mutations as a table of whole sequences. */
export function exampleTable(track: Track, downstream = 0): string {
  const lines = mutants(track, downstream).map(({ change, sequence }) => [
    change,
    track.row.sequence,
    sequence,
  ]);
  return [["name", "reference", "alternative"], ...lines].map((line) => line.join("\t")).join("\n");
}
