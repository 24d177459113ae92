import { css } from "lit";

export const tfPairsStyle = css`
  .scroller {
    overflow-x: auto;
    max-width: 100%;
  }
  table {
    border-collapse: separate;
    border-spacing: 1px;
    font-size: 0.6875rem;
  }
  th {
    font-weight: 600;
    text-align: end;
    padding-inline: 0.25rem;
    background: var(--surface);
  }
  tbody th {
    position: sticky;
    inset-inline-start: 0;
  }
  thead th {
    vertical-align: bottom;
    text-align: center;
  }
  thead span {
    writing-mode: vertical-rl;
    rotate: 180deg;
  }
  td {
    padding: 0;
  }
  td button {
    width: 100%;
    min-width: 2.375rem;
    padding: 0.125rem 0;
    border: 0;
    border-radius: 3px;
    font-size: inherit;
  }
  td .single,
  td .single:hover:not(:disabled) {
    background: var(--sunken);
  }
  td .higher,
  td .higher:hover:not(:disabled) {
    background: color-mix(in srgb, var(--up) var(--tint), var(--surface));
  }
  td .lower,
  td .lower:hover:not(:disabled) {
    background: color-mix(in srgb, var(--down) var(--tint), var(--surface));
  }
  td [aria-pressed="true"] {
    box-shadow: inset 0 0 0 2px var(--text);
  }
  .chosen {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 0.75rem;
    margin-block: 0.375rem 0.625rem;
    min-height: 2.75rem;
  }
`;
