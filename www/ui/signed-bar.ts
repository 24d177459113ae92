import { html } from "lit";

/** A number with a bar that grows from the middle, to the left below zero; `largest` fills one half. */
export function signedBar(text: string, value: number, largest: number) {
  const share = (Math.abs(value) / largest) * 50;
  const from = value < 0 ? 50 - share : 50;
  return html`<span class="with-bar"
    ><span>${text}</span
    ><span class="bar" aria-hidden="true"
      ><i
        class=${value < 0 ? "down" : "up"}
        .style=${`inset-inline-start: ${from.toFixed(1)}%; width: ${share.toFixed(1)}%`}
      ></i></span
  ></span>`;
}
