import type { Cell } from "./same-cell";
import type { Place } from "./map-keys";
import type { MapLayout } from "./map-layout";

/** What the pointer or the keyboard is at: a cell of the grid (-1: a head) and where it is on the screen. */
export interface Pointed {
  cell: Cell;
  rect: DOMRect;
  byPointer: boolean;
}

/** The place an event is at, and where that is on the screen: told by its element, or, over drawn cells, by the pointer's position. */
export function placeAt(
  event: Event,
  scroller: HTMLElement,
  layout: MapLayout,
): { place: Place; rect: DOMRect } | undefined {
  const element = (event.composedPath()[0] as Element).closest("[aria-colindex]");
  if (element) {
    const row = Number(element.parentElement?.getAttribute("aria-rowindex")) - 2;
    const column = Number(element.getAttribute("aria-colindex")) - 2;
    return { place: { row, column }, rect: element.getBoundingClientRect() };
  }
  if (layout.kind === "values" || !(event instanceof MouseEvent)) return undefined;
  const { cellWidth, cellHeight, headWidth, headHeight } = layout;
  const box = scroller.getBoundingClientRect();
  const left = box.left + scroller.clientLeft - scroller.scrollLeft + headWidth;
  const top = box.top + scroller.clientTop - scroller.scrollTop + headHeight;
  const column = Math.floor((event.clientX - left) / cellWidth);
  const row = Math.floor((event.clientY - top) / cellHeight);
  const rect = new DOMRect(left + column * cellWidth, top + row * cellHeight, cellWidth, cellHeight);
  return { place: { row, column }, rect };
}
