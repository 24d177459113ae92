import { css } from "lit";

/** A text area with numbers beside its lines, in one box. */
export const numberedTextStyle = css`
  .box:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .gutter,
  textarea {
    font: 0.75rem/1.125rem var(--mono);
    padding-block: 0.375rem;
  }
  .gutter {
    overflow: hidden;
    /* The text area alone decides the height. */
    contain: size;
    text-align: end;
    padding-inline-end: 0.375rem;
    color: var(--muted);
    background: var(--sunken);
    border-inline-end: 1px solid var(--line);
    user-select: none;
    font-variant-numeric: tabular-nums;
  }
`;
