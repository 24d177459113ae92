import { css } from "lit";

export const sequenceEditorStyle = css`
  :host {
    display: block;
    margin-top: 0.625rem;
    font-size: 0.8125rem;
  }
  summary {
    overflow-wrap: anywhere;
  }
  label {
    margin-top: 0.375rem;
  }
  select {
    max-width: 100%;
  }
  .box {
    display: grid;
    grid-template-columns: 3.25rem 1fr;
    margin-block: 0.375rem 0.25rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .gutter p {
    min-height: 1.125rem;
  }
  .text {
    position: relative;
    display: grid;
    overflow: hidden;
  }
  /* The text area is seen through: what is marked stands behind it, letter for letter. */
  .behind {
    position: absolute;
    inset: 0;
    contain: size;
    overflow: hidden;
    font: 0.75rem/1.125rem var(--mono);
    padding: 0.375rem 0.5rem;
    white-space: pre;
    color: transparent;
    user-select: none;
  }
  .behind mark {
    color: transparent;
    background: var(--line);
    border-radius: 2px;
  }
  textarea {
    position: relative;
    display: block;
    width: 100%;
    min-width: 0;
    border: 0;
    border-radius: 0;
    background: none;
    padding-inline: 0.5rem;
    resize: vertical;
    white-space: pre;
    overflow: auto;
    outline: none;
  }
  .error {
    color: var(--error);
  }
  .actions {
    display: flex;
    gap: 0.375rem;
    margin-top: 0.375rem;
  }
`;
