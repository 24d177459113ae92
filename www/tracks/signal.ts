/** One number a base, with the range that its plot shows. */
export interface Signal {
  length: number;
  letters: string;
  values: Float32Array;
  lowest: number;
  highest: number;
}

/** A signal whose plot shows all of it, and zero. */
export function signalOf(values: Float32Array, letters: string): Signal {
  const { lowest, highest } = rangeOf(values);
  return { length: values.length, letters, values, lowest, highest };
}

export function rangeOf(...tracks: Float32Array[]): { lowest: number; highest: number } {
  let [lowest, highest] = [0, 0];
  for (const track of tracks)
    for (const value of track) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  return { lowest, highest };
}
