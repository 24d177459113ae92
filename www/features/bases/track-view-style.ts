import { css } from "lit";

export const trackViewStyle = css`
  :host {
    display: block;
  }
  /* Only the picture fades: text must stay readable while the next track is computed. */
  canvas {
    transition: opacity 0.15s 0.4s;
  }
  :host([stale]) canvas {
    opacity: 0.55;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    margin-bottom: 0.375rem;
  }
  .range {
    font-size: 0.8125rem;
    color: var(--muted);
  }
  .buttons {
    display: flex;
    gap: 0.25rem;
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
    font-family: var(--font);
  }
  #strip {
    height: 2.25rem;
    cursor: pointer;
    touch-action: none;
    margin-bottom: 0.25rem;
  }
  #plot {
    height: calc(clamp(19rem, 36vh, 30rem) + var(--lanes, 0px));
    border-radius: var(--radius);
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
  }
  #plot:active {
    cursor: grabbing;
  }
  .axis {
    text-align: center;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .readout {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.875rem;
    /* Two lines on a phone: kept free so that nothing moves while the pointer does. */
    min-height: 2.75rem;
    margin-top: 0.375rem;
    padding: 0.25rem 0.625rem;
    border-radius: var(--radius);
    background: var(--sunken);
    font-size: 0.8125rem;
    align-content: center;
  }
  .swatch {
    width: 0.625rem;
    height: 0.625rem;
    border-radius: 2px;
  }
  .swatch.base-a {
    background: var(--base-a);
  }
  .swatch.base-c {
    background: var(--base-c);
  }
  .swatch.base-g {
    background: var(--base-g);
  }
  .swatch.base-t {
    background: var(--base-t);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 1.25rem;
    margin-top: 0.375rem;
    font-size: 0.75rem;
    color: var(--muted);
  }
  .legend p {
    flex-basis: 100%;
  }
  .scale {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.375rem;
  }
  .ramp {
    width: 5rem;
    height: 0.625rem;
    border: 1px solid var(--line);
    border-radius: 2px;
    background: linear-gradient(to right, var(--down), var(--surface), var(--up));
  }
  .hint {
    margin-top: 0.125rem;
  }
  @container (max-width: 40rem) {
    .readout {
      min-height: 3.75rem;
    }
    #plot {
      height: calc(17rem + var(--lanes, 0px));
    }
    button {
      min-height: 2.25rem;
    }
  }
  @media print {
    .hint,
    .readout {
      display: none;
    }
  }
`;
