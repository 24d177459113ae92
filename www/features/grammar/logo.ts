import { svg, type SVGTemplateResult } from "lit";
import { letterPaths } from "../../tracks/glyphs";

const letters = ["A", "C", "G", "T"] as const;

/** The information of each base at each position, in bits, drawn as its letter; two bits are as high as the box. */
export function logo(probabilities: readonly (readonly number[])[], height: number): SVGTemplateResult {
  const width = height / 2.5;
  const columns = probabilities.map((row, at) => {
    const bits = 2 + row.reduce((total, share) => total + (share > 0 ? share * Math.log2(share) : 0), 0);
    const stacked = row
      .map((share, base) => ({ base, high: (Math.max(0, bits) / 2) * share * height }))
      .sort((a, b) => a.high - b.high);
    let below = height;
    return stacked.map(({ base, high }) => {
      below -= high;
      const letter = letters[base] ?? "A";
      if (high < 0.25) return "";
      return svg`<path
        class=${`base-${letter.toLowerCase()}`}
        d=${letterPaths[letter] ?? ""}
        transform="translate(${(at * width).toFixed(2)} ${below.toFixed(2)}) scale(${(width * 0.94).toFixed(2)} ${high.toFixed(2)})"
      />`;
    });
  });
  const all = probabilities.length * width;
  return svg`<svg class="logo" viewBox="0 0 ${all} ${height}" width=${all} height=${height} aria-hidden="true">${columns}</svg>`;
}
