import type { Track } from "../state/predictions";

/** A track as the drawing code reads it. */
export interface TrackData {
  length: number;
  /** Position of the first base relative to the start codon. */
  first: number;
  letters: string;
  importance: Float32Array;
  /** length x 4, order A C G T */
  deltas: Float32Array;
  lowest: number;
  highest: number;
  strongestDelta: number;
  /** 1 for each base that is computed. */
  computed: Uint8Array;
}

export const baseLetters = "ACGT";

export function trackData(track: Track, window: number): TrackData {
  const { importance, deltas, length, offset } = track;
  return {
    length,
    first: offset - window,
    computed: track.computed,
    letters: track.row.sequence.slice(-length),
    importance,
    deltas,
    lowest: Math.min(0, least(importance)),
    highest: Math.max(0, -least(importance.map((value) => -value))),
    strongestDelta: deltas.reduce((most, delta) => Math.max(most, Math.abs(delta)), 0) || 1,
  };
}

function least(values: Float32Array): number {
  return values.reduce((lowest, value) => Math.min(lowest, value), Infinity);
}
