import { svg, type SVGTemplateResult } from "lit";
import { strings } from "../../strings/index";
import type { Spacing } from "./grammar-file";

const [width, height] = [480, 150];
const [left, right, top, bottom] = [40, 16, 22, 34];
/** Bases of a bar. */
const step = 10;

/** How many promoters have their nearest sites how far apart, in bars, and what chance makes of it, as a line. */
export function distanceChart({ counts, byChance }: Spacing): SVGTemplateResult {
  const [own, chance] = [binned(counts), binned(byChance)];
  const bars = Math.max(own.length, chance.length);
  const most = Math.max(1, ...own, ...chance);
  const x = (bin: number) => left + (bin / bars) * (width - left - right);
  const y = (value: number) => height - bottom - (value / most) * (height - top - bottom);
  const line = chance.map((value, bin) => `${x(bin + 0.5).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const ticks = [0, Math.round(bars / 2), bars].map((bin) => [x(bin), bin * step] as const);
  const { axis, promoters } = strings.grammar.pairs;
  return svg`<svg class="chart" viewBox="0 0 ${width} ${height}" width=${width} aria-hidden="true">
    ${own.map(
      (value, bin) =>
        svg`<rect x=${x(bin) + 0.5} y=${y(value)} width=${Math.max(0.5, x(1) - x(0) - 1)} height=${y(0) - y(value)} />`,
    )}
    <polyline points=${line} />
    <line x1=${left} x2=${width - right} y1=${y(0)} y2=${y(0)} />
    ${ticks.map(([at, bases]) => svg`<text class="muted" x=${at} y=${y(0) + 14} text-anchor="middle">${bases}</text>`)}
    <text class="muted" x=${(left + width) / 2} y=${height - 4} text-anchor="middle">${axis}</text>
    <text class="muted" x=${left - 4} y=${top + 4} text-anchor="end">${Math.round(most)}</text>
    <text class="muted" x=${left - 4} y=${y(0)} text-anchor="end">0</text>
    <text class="muted" x=${left} y=${top - 8}>${promoters}</text>
  </svg>`;
}

function binned(values: readonly number[]): number[] {
  const bins: number[] = Array.from({ length: Math.ceil(values.length / step) }, () => 0);
  values.forEach((value, at) => {
    const bin = Math.floor(at / step);
    bins[bin] = (bins[bin] ?? 0) + value;
  });
  return bins;
}
