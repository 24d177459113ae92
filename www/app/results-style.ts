import { css } from "lit";

export const resultsStyle = css`
  :host {
    display: grid;
    gap: 1rem;
    min-width: 0;
  }
  section {
    min-width: 0;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 8px;
    box-shadow: var(--shadow);
    padding: 0.875rem 1rem 1rem;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 1rem;
    min-height: 2rem;
  }
  .downloads {
    display: flex;
  }
  .chosen {
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .empty {
    display: grid;
    place-items: center;
    text-align: center;
    color: var(--muted);
    border: 1px dashed var(--line);
    border-radius: var(--radius);
    padding: 1rem;
  }
  .loading {
    display: grid;
    gap: 0.5rem;
    width: min(20rem, 100%);
  }
  progress {
    width: 100%;
    height: 0.375rem;
    accent-color: var(--accent);
  }
  .table {
    min-height: 9.5rem;
  }
  /* About as tall as a map of a few promoters with its tools: what lies below moves little when it comes. */
  .table.awaited {
    min-height: 23rem;
  }
  .unit {
    min-height: 2lh;
  }
  @container (max-width: 30rem) {
    .table.awaited {
      min-height: 29.5rem;
    }
  }
  @media print {
    section {
      border: 0;
      box-shadow: none;
      border-radius: 0;
      padding: 0;
    }
  }
`;
