import { css } from "lit";

export const responseTableStyle = css`
  :host {
    display: block;
    /* Colour fades, not the text: old figures stay readable while new ones are computed. */
    transition: filter 0.15s 0.4s;
  }
  :host([stale]) {
    filter: grayscale(0.85);
  }
  .scroller {
    overflow: auto;
    width: fit-content;
    max-width: 100%;
    max-height: min(26rem, 70vh);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    font-size: 0.8125rem;
  }
  th {
    background: var(--sunken);
    text-align: start;
    font-weight: 600;
    vertical-align: bottom;
    padding: 0.375rem 0.625rem;
    border-block-end: 1px solid var(--line);
  }
  th span,
  th small {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  th small {
    color: var(--muted);
    font-weight: 400;
    font-size: 0.75rem;
    white-space: nowrap;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    min-width: 7.5rem;
    max-width: 11rem;
    line-height: 1.3;
  }
  thead th span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
    overflow-wrap: anywhere;
  }
  th:first-child {
    position: sticky;
    left: 0;
    z-index: 2;
    min-width: 5.5rem;
    max-width: clamp(5.5rem, 28vw, 14rem);
    border-inline-end: 1px solid var(--line);
    white-space: nowrap;
  }
  thead th:first-child {
    z-index: 3;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  td {
    --hue: var(--up);
    padding: 0.375rem 0.625rem;
    white-space: nowrap;
    text-align: end;
    cursor: pointer;
    border-block-end: 1px solid var(--line);
    background: color-mix(in srgb, var(--hue) var(--tint), var(--surface));
    font-variant-numeric: tabular-nums;
  }
  td.lower {
    --hue: var(--down);
  }
  .value {
    font-weight: 600;
  }
  .spread {
    font-size: 0.75rem;
  }
  td[aria-selected="true"] {
    outline: 2px solid var(--text);
    outline-offset: -3px;
    border-radius: 4px;
  }
  td:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: -3px;
    box-shadow: inset 0 0 0 4px var(--surface);
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    margin-top: 0.375rem;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.5rem;
    color: var(--muted);
    font-size: 0.75rem;
  }
  .ramp {
    width: 7rem;
    height: 0.625rem;
    border-radius: 2px;
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--down) 62%, var(--surface)),
      var(--surface),
      color-mix(in srgb, var(--up) 62%, var(--surface))
    );
    border: 1px solid var(--line);
  }
  .paging {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.8125rem;
  }
  @media print {
    .scroller {
      max-height: none;
      overflow: visible;
    }
    td,
    .ramp {
      print-color-adjust: exact;
    }
  }
`;
