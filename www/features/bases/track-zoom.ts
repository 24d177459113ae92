import { html } from "lit";
import { strings } from "../../strings/index";
import { pan, whole, zoom, type Viewport } from "../../tracks/viewport";

/** The buttons that move and zoom a view of `length` bases. */
export function renderZoomButtons(view: Viewport, length: number, show: (view: Viewport) => void) {
  const size = view.end - view.start;
  const middle = (view.start + view.end) / 2;
  const button = (label: string, text: string, next: Viewport, off: boolean) =>
    html`<button class="icon" aria-label=${label} title=${label} ?disabled=${off} @click=${() => show(next)}>
      ${text}
    </button>`;
  return html`<span class="buttons" role="group" aria-label=${strings.track.title}>
    ${button(strings.track.left, "←", pan(view, -size / 2, length), view.start <= 0)}
    ${button(strings.track.right, "→", pan(view, size / 2, length), view.end >= length)}
    ${button(strings.track.zoomOut, "−", zoom(view, 2, middle, length), size >= length)}
    ${button(strings.track.zoomIn, "+", zoom(view, 0.5, middle, length), size <= 12)}
    <button ?disabled=${size >= length} @click=${() => show(whole(length))}>${strings.track.whole}</button>
  </span>`;
}
