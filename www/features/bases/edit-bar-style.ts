import { css } from "lit";

export const editBarStyle = css`
  :host {
    display: block;
    margin-bottom: 0.375rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    /* Kept free, so that the plot stays where it is when a base is chosen. */
    min-height: 4.25rem;
    align-content: flex-start;
    padding: 0.25rem 0.5rem;
    border-radius: var(--radius);
    background: var(--sunken);
    font-size: 0.8125rem;
  }
  .group {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    flex-wrap: wrap;
  }
  .bar > b {
    min-width: 4.5rem;
  }
  button.base {
    min-width: 1.875rem;
    padding-inline: 0.25rem;
    font-weight: 650;
  }
  button[aria-pressed="true"] {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  input {
    width: 8rem;
    padding: 0.1875rem 0.375rem;
    font: 0.75rem/1.25rem var(--mono);
  }
  .close {
    margin-inline-start: auto;
  }
  .problem:not(:empty) {
    color: var(--error);
    font-size: 0.8125rem;
    padding-inline: 0.5rem;
  }
  @media (pointer: coarse), (max-width: 40rem) {
    .bar {
      min-height: 11.25rem;
      align-content: flex-start;
    }
    button,
    input {
      min-height: 2.25rem;
    }
    button.base {
      min-width: 2.5rem;
    }
  }
  @media print {
    :host {
      display: none;
    }
  }
`;
