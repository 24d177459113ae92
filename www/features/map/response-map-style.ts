import { css } from "lit";

export const responseMapStyle = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
  }
  /* Colour fades, not the text: old figures stay readable while new ones are computed. */
  cisight-map-grid {
    transition: filter 0.15s 0.4s;
  }
  :host([stale]) cisight-map-grid {
    filter: grayscale(0.85);
  }
  .readout {
    /* Two lines: kept free so that nothing moves while the pointer does. */
    min-height: 2.75rem;
    align-content: center;
    margin-top: 0.375rem;
    padding: 0.25rem 0.625rem;
    border-radius: var(--radius);
    background: var(--sunken);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .tip {
    position: absolute;
    z-index: 10;
    max-width: min(22rem, 90%);
    padding: 0.25rem 0.5rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: 0 2px 8px light-dark(#16202b33, #000000b3);
    font-size: 0.8125rem;
    pointer-events: none;
    overflow-wrap: anywhere;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.5rem;
    margin-top: 0.375rem;
    color: var(--muted);
    font-size: 0.75rem;
  }
  .scale {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
  }
  .ramp {
    --strongest: 60%;
    width: 7rem;
    height: 0.625rem;
    border-radius: 2px;
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--down) var(--strongest), var(--surface)),
      var(--surface),
      color-mix(in srgb, var(--up) var(--strongest), var(--surface))
    );
    border: 1px solid var(--line);
  }
  .ramp.sequential {
    --strongest: 50%;
    background: linear-gradient(
      to right in oklab,
      var(--least),
      color-mix(in oklab, var(--most) var(--strongest), var(--least))
    );
  }
  .colours .ramp {
    --strongest: 100%;
  }
  .key {
    display: inline-flex;
    align-items: baseline;
    gap: 0.375rem;
  }
  .swatch {
    flex: none;
    width: 0.875rem;
    height: 0.875rem;
    border: 1px solid var(--line);
    background: linear-gradient(
      to top right,
      var(--sunken) 44%,
      var(--line-strong) 44% 56%,
      var(--sunken) 56%
    );
  }
  .swatch.unsure {
    background: repeating-linear-gradient(-45deg, var(--surface) 0 4px, var(--line-strong) 4px 5px);
  }
  .colours .swatch.unsure {
    border-width: 4px;
    border-color: var(--surface);
    outline: 1px solid var(--line);
    background: var(--muted);
  }
  @media (max-width: 40rem) {
    .readout {
      min-height: 4rem;
    }
  }
  @media print {
    .ramp {
      print-color-adjust: exact;
    }
    .readout,
    .tip,
    cisight-map-toolbar {
      display: none;
    }
  }
`;
