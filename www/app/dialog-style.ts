import { css } from "lit";

/** What the forms of windows over the page have in common. */
export const dialogStyle = css`
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
    gap: 0.625rem 1rem;
  }
  .fields input,
  .fields select {
    display: block;
    width: 100%;
    max-width: none;
    margin-block: 0.1875rem;
    padding: 0.25rem 0.5rem;
    font-size: 0.8125rem;
    line-height: 1.25rem;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .primary {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  .primary:hover:not(:disabled) {
    color: var(--on-accent);
    background: var(--accent);
    filter: brightness(1.08);
  }
  .result {
    padding: 0.625rem 0.875rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--sunken);
  }
  .result > * + * {
    margin-top: 0.375rem;
  }
  .notes li {
    margin-inline-start: 1.125rem;
    font-size: 0.8125rem;
    list-style: disc;
  }
`;
