import { margins } from "./draw-track";

/** Where bases are drawn in an element, in CSS pixels from its left edge. */
export function plotArea(element: HTMLElement): { left: number; width: number } {
  return { left: margins.left, width: element.clientWidth - margins.left - margins.right };
}

/** How far along the drawn bases a place on the screen is: 0 at their left end, 1 at their right end. */
export function shareAt(element: HTMLElement, clientX: number): number {
  const { left, width } = plotArea(element);
  return (clientX - element.getBoundingClientRect().left - left) / width;
}

/** A press or a drag on the overview asks for the place under the pointer. */
export function addStripGestures(strip: HTMLElement, centre: (share: number) => void): void {
  strip.addEventListener("pointerdown", (event) => strip.setPointerCapture(event.pointerId));
  for (const type of ["pointerdown", "pointermove"] as const)
    strip.addEventListener(type, (event) => {
      if (event.buttons === 1) centre(shareAt(strip, event.clientX));
    });
}
