import { css } from "lit";

export const designResultStyle = css`
  :host {
    display: block;
    margin-top: 0.5rem;
  }
  /* Colour fades, not the text: the former designs stay readable while new ones are computed. */
  :host([stale]) {
    filter: grayscale(0.85);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    margin-bottom: 0.5rem;
  }
  .none {
    font-weight: 600;
  }
  .note {
    font-size: 0.8125rem;
    padding: 0.25rem 0.5rem;
    margin-bottom: 0.375rem;
    border-radius: 4px;
    border-inline-start: 3px solid var(--line-strong);
    background: var(--sunken);
    overflow-wrap: anywhere;
  }
  .scroller {
    /* Holds what is hidden from sight, which would widen the page otherwise. */
    position: relative;
    overflow-x: auto;
    margin-block: 0.25rem;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
    min-width: 100%;
  }
  th,
  td {
    padding: 0.25rem 0.625rem 0.25rem 0;
    text-align: start;
    font-weight: 400;
    vertical-align: baseline;
    border-block-end: 1px solid var(--line);
    white-space: nowrap;
  }
  thead th {
    font-weight: 600;
    vertical-align: bottom;
  }
  thead .value {
    white-space: normal;
    min-width: 6.5rem;
    max-width: 11rem;
    overflow-wrap: anywhere;
  }
  small {
    color: var(--muted);
    font-weight: 400;
    font-size: 0.75rem;
  }
  thead small {
    display: block;
  }
  thead .raise {
    border-block-end-color: var(--up);
  }
  thead .lower {
    border-block-end-color: var(--down);
  }
  .mutation {
    font-weight: 600;
  }
  .here {
    background: var(--accent-soft);
  }
  .here small {
    color: var(--text);
  }
  .missed {
    color: var(--text);
    font-weight: 600;
  }
  tfoot .missed {
    display: block;
  }
  .applied {
    color: var(--accent);
    padding-inline: 0.375rem;
  }
  tfoot th {
    font-weight: 600;
  }
  @media (max-width: 30rem) {
    th,
    td {
      padding-inline-end: 0.375rem;
    }
    td:last-child {
      min-width: 3.75rem;
      white-space: normal;
    }
    td:last-child button {
      padding-inline: 0;
    }
  }
`;
