import { pan, zoom, type Viewport } from "./viewport";

/** What the gestures need to know of the plot they move. */
export interface GestureTarget {
  element: HTMLElement;
  length(): number;
  view(): Viewport;
  /** Left edge and width of the plot inside the element, in CSS pixels. */
  plot(): { left: number; width: number };
  show(view: Viewport): void;
  point(base: number | undefined): void;
  /** A click or tap; `y` from the element's top, in CSS pixels. */
  click(base: number, y: number, extend: boolean): void;
  /** A drag from one base to another. */
  select(from: number, to: number): void;
  /** Whether a drag selects without Shift, as fingers have none. */
  selects(): boolean;
  wheelZooms(): boolean;
}

const wheelSpeed = 0.0022;
const clickSlack = 4;

/** Drag moves, Shift-drag selects a stretch, two fingers or the wheel zoom; hovering points at a base. */
export function addGestures(target: GestureTarget): void {
  const { element } = target;
  const fingers = new Map<number, number>();
  let drag: { kind: "pan" | "select"; x: number; base: number; view: Viewport; moved: boolean } | undefined;
  let pinch: { distance: number; base: number; view: Viewport } | undefined;

  const xOf = (event: PointerEvent | WheelEvent) => event.clientX - element.getBoundingClientRect().left;
  const baseAt = (x: number, view = target.view()) => {
    const { left, width } = target.plot();
    return view.start + ((x - left) / width) * (view.end - view.start);
  };
  const inside = (base: number) => Math.min(target.length() - 1, Math.max(0, Math.floor(base)));

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    const x = xOf(event);
    fingers.set(event.pointerId, x);
    const view = target.view();
    if (fingers.size === 2) {
      drag = undefined;
      const [first = 0, second = 0] = fingers.values();
      pinch = { distance: Math.abs(first - second) || 1, base: baseAt((first + second) / 2), view };
      return;
    }
    drag = {
      kind: event.shiftKey || target.selects() ? "select" : "pan",
      x,
      base: baseAt(x),
      view,
      moved: false,
    };
  });

  element.addEventListener("pointermove", (event) => {
    const x = xOf(event);
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, x);
    if (pinch && fingers.size === 2) {
      const [first = 0, second = 0] = fingers.values();
      const factor = pinch.distance / (Math.abs(first - second) || 1);
      target.show(zoom(pinch.view, factor, pinch.base, target.length()));
      return;
    }
    if (!drag) {
      target.point(inside(baseAt(x)));
      return;
    }
    drag.moved ||= Math.abs(x - drag.x) > clickSlack;
    if (!drag.moved) return;
    if (drag.kind === "select") target.select(inside(drag.base), inside(baseAt(x)));
    else target.show(pan(drag.view, drag.base - baseAt(x, drag.view), target.length()));
  });

  const finish = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    pinch = undefined;
    if (!drag) return;
    if (!drag.moved && event.type === "pointerup") {
      const y = event.clientY - element.getBoundingClientRect().top;
      target.click(inside(drag.base), y, drag.kind === "select");
    }
    drag = undefined;
  };
  element.addEventListener("pointerup", finish);
  element.addEventListener("pointercancel", finish);
  element.addEventListener("pointerleave", () => target.point(undefined));

  element.addEventListener(
    "wheel",
    (event) => {
      const view = target.view();
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        const bases = (sideways / target.plot().width) * (view.end - view.start);
        target.show(pan(view, bases, target.length()));
      } else if (event.ctrlKey || event.metaKey || target.wheelZooms()) {
        // Otherwise the wheel scrolls the page, which a plot in its way must not stop.
        event.preventDefault();
        target.show(zoom(view, Math.exp(event.deltaY * wheelSpeed), baseAt(xOf(event)), target.length()));
      }
    },
    { passive: false },
  );
}
