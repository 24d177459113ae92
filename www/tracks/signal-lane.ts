import { drawSignal } from "./draw-signal";
import type { Lane } from "./lane";
import type { Signal } from "./signal";

export const signalHeight = 96;

export function signalLane(title: string, signal: Signal): Lane {
  return {
    title,
    height: signalHeight,
    draw: (painter, view, box, palette) => drawSignal(painter, signal, view, box, palette),
  };
}
