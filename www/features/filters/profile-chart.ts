import { svg, type SVGTemplateResult } from "lit";

const [width, height] = [150, 26];

/** How many sites stand where along the promoters, from the window's beginning on. */
export function profileChart(places: readonly number[]): SVGTemplateResult {
  const most = Math.max(1, ...places);
  const step = width / Math.max(1, places.length);
  const points = places.map((count, at) => {
    const y = (height - 1 - (count / most) * (height - 3)).toFixed(1);
    return `${(at * step).toFixed(1)},${y} ${((at + 1) * step).toFixed(1)},${y}`;
  });
  const outline = `0,${height - 1} ${points.join(" ")} ${width},${height - 1}`;
  return svg`<svg class="profile" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true"
    ><polygon points=${outline} /></svg>`;
}
