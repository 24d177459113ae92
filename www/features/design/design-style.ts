import { css } from "lit";

/** The designer's fields. */
export const designStyle = css`
  :host {
    display: block;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    min-width: 0;
  }
  legend {
    padding: 0;
    font-weight: 600;
    font-size: 0.8125rem;
  }
  input:not([type="checkbox"]) {
    font-size: 0.8125rem;
    line-height: 1.25rem;
    padding: 0.1875rem 0.375rem;
  }
  select,
  input {
    max-width: 100%;
  }
  [aria-invalid="true"] {
    border-color: var(--error) !important;
  }
  .error {
    color: var(--error);
    font-size: 0.75rem;
    line-height: 1.4;
    margin-top: 0.125rem;
  }
  .field + .field,
  .field + fieldset,
  fieldset + .field {
    margin-top: 0.75rem;
  }
  .number {
    width: 4rem;
  }
`;
