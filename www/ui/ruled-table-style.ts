import { css } from "lit";

/** A small table in a text: a line below each row, and room beside it to scroll where it is wide. */
export const ruledTableStyle = css`
  .wide {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
    overflow-wrap: normal;
  }
  th,
  td {
    padding: 0.25rem 0.75rem 0.25rem 0;
    text-align: start;
    border-block-end: 1px solid var(--line);
    font-variant-numeric: tabular-nums;
  }
`;
