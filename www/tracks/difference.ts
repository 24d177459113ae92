import type { OtherTrack } from "../features/bases/tracks-beside";
import { strings } from "../strings";
import { nameOfCell } from "../features/map/cell-name";
import type { Lane } from "./lane";
import { signalHeight, signalLane } from "./signal-lane";
import { rangeOf, type Signal } from "./signal";
import type { TrackData } from "./track-data";

/** Two tracks and what is between them, base by base from the start codon, on one scale. */
export interface Difference {
  importance: Signal;
  other: Signal;
  /** This minus that; 0 where one of them has no base. */
  difference: Signal;
}

export function differenceOf(data: TrackData, other: OtherTrack): Difference {
  const { length } = data;
  const values = new Float32Array(length);
  const change = new Float32Array(length);
  const theirs = other.row.sequence.slice(-other.length);
  const shift = other.length - length;
  let letters = "";
  for (let at = 0; at < length; at++) {
    const there = at + shift;
    letters += theirs[there] ?? " ";
    const value = other.importance[there];
    if (value === undefined) continue;
    values[at] = value;
    if (data.computed[at]) change[at] = (data.importance.values[at] ?? 0) - value;
  }
  const range = rangeOf(data.importance.values, values, change);
  return {
    importance: { ...data.importance, ...range },
    other: { length, letters, values, ...range },
    difference: { length, letters: data.letters, values: change, ...range },
  };
}

/** The second track and the difference; while they are still to come, their places. */
export function comparisonLanes(
  other: OtherTrack | undefined,
  difference: Difference | undefined,
  isWaiting: boolean,
  unit: string,
): Lane[] {
  if (other && difference)
    return [
      signalLane(strings.compare.other(nameOfCell(other), unit), difference.other),
      signalLane(strings.compare.difference(unit), difference.difference),
    ];
  const place = { height: signalHeight, draw: () => undefined };
  return isWaiting
    ? [
        { title: strings.compare.waiting, ...place },
        { title: "", ...place },
      ]
    : [];
}
