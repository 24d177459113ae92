import { css } from "lit";

export const barsStyle = css`
  :host {
    min-height: 24rem;
  }
  .up {
    fill: var(--up);
  }
  .down {
    fill: var(--down);
  }
  .tick {
    stroke: var(--line);
  }
  .zero {
    stroke: var(--line-strong);
  }
`;
