import { css } from "lit";

/** Of lists of effects; each says how wide its columns are (`--columns`) and how narrow all of them may be (`--least`). */
export const effectListStyle = css`
  :host {
    display: block;
    min-width: 0;
  }
  .scroller {
    overflow: auto;
    max-height: min(28rem, 70vh);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    font-size: 0.8125rem;
  }
  [role="table"] {
    position: relative;
    min-width: var(--least);
  }
  [role="row"] {
    display: grid;
    grid-template-columns: var(--columns);
    align-items: center;
    height: 1.75rem;
    border-block-end: 1px solid var(--line);
  }
  .heads {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    background: var(--surface);
  }
  .line {
    position: absolute;
    inset-inline: 0;
  }
  [role="row"] > * {
    padding-inline: 0.375rem;
    text-align: end;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  [role="row"] > :first-child {
    text-align: start;
    font-weight: 600;
  }
  /* The dots of an ellipsis would stand behind a whole name. */
  [role="row"] > [role="columnheader"] {
    text-overflow: clip;
  }
  .heads button.plain {
    padding-inline: 0.125rem;
    font-weight: 600;
  }
  .with-bar {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 0.5rem;
  }
  .bar {
    position: relative;
    width: 4rem;
    height: 0.75rem;
    background: linear-gradient(var(--line-strong), var(--line-strong)) center / 1px 100% no-repeat;
  }
  .bar i {
    position: absolute;
    inset-block: 0;
  }
  .up {
    background: var(--up);
  }
  .down {
    background: var(--down);
  }
  @media (max-width: 40rem) {
    [role="table"] {
      font-size: 0.75rem;
    }
    [role="row"] > * {
      padding-inline: 0.25rem;
    }
    .heads button.plain {
      font-size: 0.6875rem;
      padding-inline: 0;
    }
    .bar {
      display: none;
    }
  }
`;
