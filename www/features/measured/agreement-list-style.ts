import { css } from "lit";

export const agreementListStyle = css`
  :host {
    display: block;
    margin-top: 0.25rem;
    font-size: 0.8125rem;
  }
  .heads,
  .item {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 4.5rem 4rem;
    align-items: center;
  }
  .heads {
    /* The scrollbar's room, so that the heads stand above their figures. */
    padding-inline-end: 0.875rem;
  }
  .heads button {
    font-weight: 600;
    text-align: start;
    padding-inline: 0.5rem;
  }
  .heads button:nth-child(n + 2),
  .item > span:nth-child(n + 2) {
    text-align: end;
  }
  .scroller {
    overflow: auto;
    max-height: 12rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    scrollbar-gutter: stable;
  }
  .sheet {
    position: relative;
  }
  .item {
    position: absolute;
    inset-inline: 0;
    height: 1.5rem;
    padding-inline: 0.5rem;
    cursor: pointer;
  }
  .item > span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .item:hover {
    background: var(--sunken);
  }
  .item[aria-selected="true"] {
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 600;
  }
  .scroller:focus-visible .active {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
`;
