import { css } from "lit";

export const whyStyle = css`
  [role="tablist"] {
    display: flex;
    gap: 0.25rem;
    margin: 0.75rem 0;
    border-block-end: 1px solid var(--line);
    overflow-x: auto;
  }
  [role="tab"] {
    border: 0;
    border-block-end: 2px solid transparent;
    border-radius: 0;
    background: none;
    color: var(--muted);
    font-weight: 600;
    padding: 0.375rem 0.75rem;
    white-space: nowrap;
  }
  [role="tab"][aria-selected="true"] {
    color: var(--accent);
    border-block-end-color: var(--accent);
  }
  [role="tab"]:focus-visible {
    outline-offset: -2px;
  }
  .loading {
    min-height: 20rem;
    color: var(--muted);
  }
  @media print {
    [role="tablist"] {
      display: none;
    }
  }
`;
