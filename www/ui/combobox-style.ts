import { css } from "lit";

export const comboboxStyle = css`
  :host {
    display: block;
  }
  .box {
    position: relative;
    margin-block: 0.25rem;
  }
  input {
    width: 100%;
    height: 2rem;
    padding: 0 0.625rem;
  }
  [role="listbox"] {
    position: absolute;
    z-index: 20;
    inset: calc(100% + 2px) 0 auto;
    max-height: min(22rem, 60vh);
    overflow-y: auto;
    overscroll-behavior: contain;
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    box-shadow: 0 6px 20px light-dark(#16202b33, #00000080);
    padding: 0.25rem;
    font-size: 0.8125rem;
  }
  [role="listbox"][hidden] {
    display: none;
  }
  .group {
    color: var(--muted);
    font-size: 0.75rem;
    font-weight: 600;
    padding: 0.5rem 0.375rem 0.125rem;
  }
  .option {
    display: grid;
    grid-template-columns: 1rem 1fr auto;
    gap: 0.25rem;
    padding: 0.25rem 0.375rem;
    border-radius: 4px;
    cursor: pointer;
  }
  .option:hover {
    background: var(--sunken);
  }
  .option.active {
    background: var(--accent-soft);
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  .mark {
    color: var(--accent);
  }
  .detail {
    color: var(--muted);
  }
  .none {
    padding: 0.375rem;
    color: var(--muted);
  }
`;
