import { css } from "lit";

export const mapToolbarStyle = css`
  :host {
    display: grid;
    gap: 0.375rem;
    margin-block: 0.25rem 0.5rem;
  }
  .bar,
  .search,
  .order,
  .kinds {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.375rem;
  }
  .bar {
    justify-content: space-between;
    gap: 0.375rem 1rem;
  }
  .orders {
    justify-content: flex-start;
  }
  .search {
    flex: 1 1 18rem;
    min-width: 0;
  }
  input[type="search"] {
    flex: 0 1 12rem;
    min-width: min(14rem, 100%);
    padding: 0.1875rem 0.5rem;
    font-size: 0.8125rem;
    line-height: 1.25rem;
  }
  .only {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    font-weight: 400;
  }
  .only input {
    margin: 0;
    width: 1rem;
    height: 1rem;
    accent-color: var(--accent);
  }
  .order {
    flex-wrap: nowrap;
    min-width: 0;
  }
  select {
    width: 10rem;
    min-width: 5rem;
    text-overflow: ellipsis;
  }
  .kinds {
    gap: 0;
  }
  .kinds button:first-child {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .kinds button:last-child {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    border-inline-start: 0;
  }
  .kinds button[aria-pressed="true"] {
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
  }
  @media (max-width: 40rem) {
    .order label {
      flex: 0 0 5rem;
    }
  }
`;
