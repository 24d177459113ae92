import { css } from "lit";

/** Of charts that are drawn as SVG, at the width that is there. */
export const chartStyle = css`
  :host {
    display: block;
    min-width: 0;
  }
  svg {
    display: block;
    width: 100%;
  }
  text {
    fill: var(--muted);
    font: 400 0.6875rem var(--font);
    font-variant-numeric: tabular-nums;
  }
  .grid {
    stroke: var(--line);
  }
`;
