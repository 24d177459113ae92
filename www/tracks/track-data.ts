import { editedStretches, type EditedStretch } from "../state/edited-bases";
import type { Track } from "../state/predictions";
import { signalOf, type Signal } from "./signal";

/** A track as the drawing code reads it. */
export interface TrackData {
  length: number;
  /** Position of the first base relative to the start codon. */
  first: number;
  letters: string;
  importance: Signal;
  /** length x 4, order A C G T */
  deltas: Float32Array;
  strongestDelta: number;
  /** 1 for each base that is computed. */
  computed: Uint8Array;
  /** What is not the promoter's that this one was made of. */
  edited: EditedStretch[];
}

export const baseLetters = "ACGT";

export function trackData(track: Track, window: number): TrackData {
  const { importance, deltas, length, offset } = track;
  const { sequence, origin } = track.row;
  const letters = sequence.slice(-length);
  return {
    length,
    first: offset - window,
    computed: track.computed,
    letters,
    importance: signalOf(importance, letters),
    deltas,
    strongestDelta: deltas.reduce((most, delta) => Math.max(most, Math.abs(delta)), 0) || 1,
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
