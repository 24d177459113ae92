import type { ModelDescription } from "../engine/messages";
import { readsOf } from "../engine/model-inputs";
import { shortUnit } from "../strings/format";
import { unitOf } from "../features/map/columns";
import { editedStretches, type EditedStretch } from "../features/bases/edited-bases";
import { flanksOf, type Stretch } from "../features/promoters/flanks";
import type { Track } from "../features/map/grid";
import { signalOf, type Signal } from "./signal";

/** A track as the drawing code reads it. */
export interface TrackData {
  length: number;
  /** Position of the first base from the anchor: -1 is the base before it, 0 the one behind. */
  first: number;
  letters: string;
  importance: Signal;
  /** length x 4, order A C G T */
  deltas: Float32Array;
  strongestDelta: number;
  /** 1 for each base that is computed. */
  computed: Uint8Array;
  /** What is the construct's and not the visitor's. */
  constant: Stretch[];
  /** Of the importance and the changes, in short. */
  unit: string;
  /** What is not the promoter's that this one was made of. */
  edited: EditedStretch[];
}

export const baseLetters = "ACGT";

export function trackData(track: Track, model: ModelDescription): TrackData {
  const { importance, deltas, length, offset } = track;
  const { sequence, origin } = track.row;
  const letters = sequence.slice(-length);
  const reads = readsOf(model, track.row.input);
  return {
    length,
    first: offset - reads.upstream,
    computed: track.computed,
    letters,
    importance: signalOf(importance, letters),
    deltas,
    strongestDelta: deltas.reduce((most, delta) => Math.max(most, Math.abs(delta)), 0) || 1,
    constant: flanksOf(letters, reads),
    unit: shortUnit(unitOf(track.column, model)),
    edited: origin
      ? editedStretches(origin.sequence, sequence)
          .map(([from, to]): EditedStretch => [
            from - sequence.length + length,
            to - sequence.length + length,
          ])
          .filter(([, to]) => to >= 0)
      : [],
  };
}
