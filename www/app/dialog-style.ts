import { css } from "lit";

/** A window over the page, whose body scrolls. */
export const dialogStyle = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
    max-height: calc(100dvh - 2rem);
    padding: 0;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 10px;
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: #0b101699;
  }
  .head {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 0.75rem;
    padding: 0.75rem 1.25rem;
    border-block-end: 1px solid var(--line);
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
    overflow: auto;
    padding: 0.875rem 1.25rem 1.25rem;
    overflow-wrap: anywhere;
  }
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
  @media (max-width: 30rem) {
    .head,
    .body {
      padding-inline: 0.875rem;
    }
  }
`;
