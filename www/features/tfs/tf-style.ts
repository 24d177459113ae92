import { css } from "lit";

/** What the parts of the TF view have in common. */
export const tfStyle = css`
  :host {
    display: block;
    min-width: 0;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 0.75rem;
    min-height: 2rem;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem 0.75rem;
    margin-block: 0.375rem;
  }
  .line {
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  svg {
    display: block;
    max-width: 100%;
    background: var(--surface);
  }
  svg text {
    font: 400 12px var(--font);
    fill: var(--text);
    font-variant-numeric: tabular-nums;
  }
  svg .muted {
    font-size: 11px;
    fill: var(--muted);
  }
  svg [role="button"] {
    cursor: pointer;
    outline: none;
  }
  .back {
    fill: transparent;
  }
  [role="button"]:hover .back {
    fill: var(--sunken);
  }
  [role="button"]:focus-visible .back {
    fill: var(--accent-soft);
    stroke: var(--accent);
    stroke-width: 2;
  }
`;
