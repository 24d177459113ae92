import { css } from "lit";

export const measuredStyle = css`
  :host {
    display: block;
    margin-top: 0.75rem;
    border-block-start: 1px solid var(--line);
    padding-block-start: 0.5rem;
  }
  summary {
    width: fit-content;
  }
  cisight-text-field {
    margin-top: 0.5rem;
  }
  .overall {
    margin-top: 0.75rem;
  }
  .parts {
    display: grid;
    gap: 1rem;
    margin-top: 0.5rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .highlights {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.375rem;
    margin-bottom: 0.5rem;
  }
  .highlights button {
    max-width: 100%;
    overflow-wrap: anywhere;
  }
  .highlights button[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
  }
  @media (min-width: 64rem) {
    .parts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .chart {
      grid-column: 1 / -1;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
