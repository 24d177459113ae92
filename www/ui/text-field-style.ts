import { css } from "lit";

export const textFieldStyle = css`
  :host {
    display: block;
  }
  .head {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    gap: 0 0.25rem;
  }
  .head label {
    flex: 1 1 auto;
  }
  .box {
    position: relative;
    display: grid;
    grid-template-columns: 2.375rem 1fr;
    margin-block: 0.25rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: hidden;
  }
  .box.dragging::after {
    content: attr(data-drop);
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    font-weight: 600;
    color: var(--accent);
    background: var(--accent-soft);
  }
  .gutter > div {
    transform: translateY(var(--gutter-shift, 0));
  }
  textarea {
    display: block;
    width: 100%;
    min-width: 0;
    min-height: 3.5rem;
    border: 0;
    border-radius: 0;
    background: none;
    padding-inline: 0.5rem;
    resize: vertical;
    white-space: pre;
    overflow: auto;
    outline: none;
  }
  @container (max-width: 40rem) {
    textarea {
      height: 5.25rem;
    }
  }
  .held {
    color: var(--text);
  }
`;
