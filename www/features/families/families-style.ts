import { css } from "lit";

export const familyTableStyle = css`
  .scroller {
    max-height: 33rem;
    margin-block-end: 0.375rem;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-height: 1.75rem;
    font-weight: 400;
  }
  .check input {
    width: auto;
  }
  tr.chosen > * {
    background: var(--accent-soft);
  }
  tbody th {
    white-space: normal;
    min-width: 6rem;
  }
  tbody th button.plain {
    text-align: start;
    overflow-wrap: anywhere;
  }
  tbody th small {
    display: block;
    padding-inline-start: 0.125rem;
    font-weight: 400;
    color: var(--muted);
  }
  .evidence {
    min-width: 6.25rem;
    white-space: normal;
    text-align: start;
  }
  td.evidence {
    overflow-wrap: anywhere;
  }
  td.evidence small {
    color: var(--muted);
  }
  .evidence .label {
    display: none;
  }
  /* On a phone, and beside the chosen family, a row has a line for the names, one for the numbers and one for the evidence. */
  @container (max-width: 32rem) {
    table,
    thead,
    tbody {
      display: block;
    }
    thead {
      position: sticky;
      inset-block-start: 0;
      z-index: 2;
    }
    tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 3rem 5.25rem;
      border-block-end: 1px solid var(--line);
    }
    tbody tr:last-child {
      border-block-end: 0;
    }
    th,
    thead th,
    th:first-child,
    td {
      position: static;
      border: 0;
      padding: 0.0625rem 0.375rem;
    }
    th:first-child,
    td.evidence {
      grid-column: 1 / -1;
    }
    tbody th:first-child {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 0.5rem;
      padding-block-start: 0.25rem;
    }
    thead th {
      white-space: nowrap;
    }
    thead th:nth-child(2) {
      text-align: start;
    }
    tr > :last-child {
      padding-block-end: 0.25rem;
    }
    thead th.evidence {
      display: none;
    }
    .evidence .label {
      display: inline;
      font-size: inherit;
      font-weight: 400;
      color: var(--muted);
    }
    td.evidence div {
      display: inline;
    }
    td.evidence div + div::before {
      content: "· ";
    }
    .with-bar {
      flex-direction: row;
      align-items: center;
      gap: 0.375rem;
    }
    .with-bar > :first-child {
      min-width: 3.25rem;
    }
    .bar {
      flex: 1;
    }
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .names {
    font-size: 0.8125rem;
    margin-block: 0.25rem;
  }
`;

export const familyStyle = css`
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.125rem 0.75rem;
    margin: 0.5rem 0;
    font-size: 0.8125rem;
  }
  dt {
    font-weight: 600;
  }
  dd {
    margin: 0;
  }
  .up,
  .down {
    display: inline-block;
    width: 0.625rem;
    height: 0.625rem;
    margin-inline-end: 0.375rem;
  }
  .up {
    background: var(--up);
  }
  .down {
    background: var(--down);
  }
  canvas {
    display: block;
    width: 100%;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .sites {
    display: grid;
    gap: 0.375rem;
    margin-block: 0.375rem;
    max-height: 26rem;
    overflow: auto;
  }
  .sites li {
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    font-size: 0.8125rem;
  }
  .sites li.marked {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 0.75rem;
  }
  .edits {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.25rem 0.5rem;
    align-items: center;
    margin-top: 0.25rem;
  }
  .edits span {
    overflow-wrap: anywhere;
  }
  .bases {
    font-family: var(--mono);
  }
`;
