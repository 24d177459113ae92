import { css } from "lit";

export const tfTableStyle = css`
  .scroller {
    overflow: auto;
    max-height: 31rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    width: 100%;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 0.125rem 0.25rem;
    text-align: end;
    white-space: nowrap;
    border-block-end: 1px solid var(--line);
  }
  th {
    background: var(--surface);
    font-weight: 600;
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
  }
  th:first-child {
    position: sticky;
    inset-inline-start: 0;
    z-index: 1;
    text-align: start;
  }
  thead th:first-child {
    z-index: 3;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  th button.plain {
    padding-inline: 0.125rem;
    font-weight: inherit;
  }
  td button {
    padding: 0 0.375rem;
  }
  input {
    padding: 0.1875rem 0.5rem;
    width: 10rem;
    font-size: 0.8125rem;
  }
  .with-bar {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 0.375rem;
  }
  .bar {
    position: relative;
    width: 3.25rem;
    height: 0.75rem;
    background: linear-gradient(var(--line-strong), var(--line-strong)) center / 1px 100% no-repeat;
  }
  .bar i {
    position: absolute;
    inset-block: 0;
  }
  :host {
    container-type: inline-size;
  }
  /* On a phone bars stand below their numbers, and headings take more lines. */
  @container (max-width: 24rem) {
    th,
    td {
      padding-inline: 0.1875rem;
    }
    thead th {
      white-space: normal;
    }
    thead button.plain {
      text-align: inherit;
    }
    .with-bar {
      flex-direction: column;
      align-items: stretch;
      gap: 0;
    }
    .bar {
      width: auto;
      min-width: 3.25rem;
    }
    /* Where there are more columns than fit, the names have a line of their own. */
    .many,
    .many thead,
    .many tbody {
      display: block;
    }
    .many thead {
      position: sticky;
      inset-block-start: 0;
      z-index: 2;
    }
    .many tr {
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr)) 4.5rem;
      border-block-end: 1px solid var(--line);
    }
    .many th,
    .many td {
      position: static;
      border: 0;
    }
    .many th:first-child {
      grid-column: 1 / -1;
    }
    .many thead button.plain {
      padding-inline: 0;
      font-size: 0.75rem;
    }
  }
  .up {
    background: var(--up);
  }
  .down {
    background: var(--down);
  }
`;
