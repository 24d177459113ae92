import { css } from "lit";

/** Controls and text that look the same in every component. */
export const shared = css`
  :host {
    box-sizing: border-box;
    color: var(--text);
    font: 400 0.875rem/1.45 var(--font);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  h1,
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: 1rem;
    font-weight: 650;
    letter-spacing: -0.005em;
  }
  h3 {
    font-size: 0.875rem;
    font-weight: 600;
  }
  label,
  .label {
    display: block;
    font-weight: 600;
    font-size: 0.8125rem;
  }
  .help {
    color: var(--muted);
    font-size: 0.75rem;
    line-height: 1.4;
  }
  .numbers {
    font-variant-numeric: tabular-nums;
  }
  button {
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1.25rem;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 0.1875rem 0.625rem;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: var(--sunken);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.plain {
    border-color: transparent;
    background: none;
    color: var(--accent);
    padding-inline: 0.375rem;
    text-align: start;
  }
  button.plain:hover:not(:disabled) {
    background: var(--accent-soft);
  }
  button.icon {
    min-width: 1.875rem;
    padding-inline: 0.375rem;
  }
  input,
  textarea {
    font: inherit;
    color: inherit;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
  }
  select {
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1.25rem;
    color: inherit;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 0.25rem 0.375rem;
    max-width: min(18rem, 78vw);
  }
  summary {
    cursor: pointer;
    font-weight: 600;
    padding-block: 0.125rem;
  }
  ::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
  @media print {
    button,
    details:not([open]) {
      display: none !important;
    }
  }
`;
