import { css } from "lit";

export const grammarStyle = css`
  .logo path.base-a {
    fill: var(--base-a);
  }
  .logo path.base-c {
    fill: var(--base-c);
  }
  .logo path.base-g {
    fill: var(--base-g);
  }
  .logo path.base-t {
    fill: var(--base-t);
  }
  svg.logo {
    flex: none;
    background: none;
  }
  .pairs tbody th {
    white-space: normal;
    min-width: 6.5rem;
  }
  .scroller + h3 {
    margin-top: 0.75rem;
  }
  h3 + svg.chart {
    margin-top: 0.375rem;
  }
  th.text {
    text-align: start;
  }
  tbody th button.plain {
    text-align: start;
  }
  tr.chosen > * {
    background: var(--accent-soft);
  }
  td.text {
    text-align: start;
    white-space: normal;
    min-width: 8rem;
    overflow-wrap: anywhere;
  }
  /* What is read out but not seen has its place here, so that it makes the page no longer. */
  .kernels {
    position: relative;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
    gap: 0.375rem;
    max-height: 31rem;
    overflow: auto;
    margin-block: 0.375rem;
  }
  .kernels li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0.125rem 0.625rem;
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    font-size: 0.8125rem;
  }
  .kernels small {
    display: block;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
  .places {
    columns: 11rem;
    font-size: 0.8125rem;
    margin-block: 0.25rem;
  }
  canvas {
    display: block;
    width: 100%;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .chart rect {
    fill: var(--accent);
  }
  .chart polyline {
    fill: none;
    stroke: var(--text);
    stroke-width: 1.5;
  }
  .chart line {
    stroke: var(--line-strong);
  }
  input[type="number"] {
    width: 4.5rem;
  }
`;
