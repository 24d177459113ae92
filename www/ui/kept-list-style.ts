import { css } from "lit";

/** What the browser keeps for the visitor: a line each, with its buttons. */
export const keptListStyle = css`
  :host {
    display: block;
  }
  .kept {
    border-block-start: 1px solid var(--line);
    padding-block-start: 0.75rem;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    padding-block: 0.375rem;
    border-block-end: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .what {
    flex: 1 1 16rem;
    min-width: 0;
    font-size: 0.8125rem;
  }
  .what .help {
    display: block;
  }
  .now {
    padding-inline: 0.375rem;
    font-size: 0.75rem;
    color: var(--accent);
    background: var(--accent-soft);
    border-radius: 4px;
  }
  .rename {
    display: flex;
    flex: 1 1 16rem;
    gap: 0.375rem;
  }
  .rename input {
    flex: 1 1 auto;
    min-width: 0;
    padding: 0.1875rem 0.5rem;
    font-size: 0.8125rem;
  }
`;
