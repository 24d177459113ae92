import type { ComparisonResult } from "../engine/messages";
import { strings } from "../strings";
import { drawBoxes, packed, rowHeight, type NamedStretch } from "./draw-boxes";
import type { Lane } from "./lane";

/** The runs of bases in which another promoter differs, coloured by what each does when they are made in order. */
export function differenceLane({ differences, inOrder }: ComparisonResult, offset: number): Lane {
  const stretches = differences.map(({ from, to, bases }, at): NamedStretch => {
    const fill = (inOrder[at] ?? 0) < 0 ? "down" : "up";
    return { from: from - offset, to: Math.max(to, from + 1) - offset, name: bases || "\u2013", fill };
  });
  const rows = packed(stretches);
  return {
    title: strings.compare.differencesLane(differences.length),
    height: Math.max(1, rows.length) * rowHeight + 4,
    draw: (painter, view, box, palette) => drawBoxes(painter, rows, view, box, palette),
  };
}
