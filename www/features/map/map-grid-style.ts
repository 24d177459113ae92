import { css } from "lit";

export const mapGridStyle = css`
  :host {
    display: block;
    min-width: 0;
  }
  .scroller {
    overflow: auto;
    /* Rows that come in above or below must not move what is looked at. */
    overflow-anchor: none;
    width: fit-content;
    max-width: 100%;
    max-height: min(26rem, 70vh);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-size: 0.8125rem;
  }
  .scroller.colours {
    max-height: min(40rem, 75vh);
  }
  .sheet {
    position: relative;
  }
  .top {
    position: sticky;
    top: 0;
    z-index: 3;
  }
  .heads {
    height: var(--head-height);
    background: var(--sunken);
    border-block-end: 1px solid var(--line);
  }
  .row {
    position: absolute;
    left: 0;
    width: 100%;
    height: var(--cell-height);
    contain: layout style;
  }
  .colours .row {
    pointer-events: none;
  }
  .colours .name {
    pointer-events: auto;
  }
  .corner,
  .name {
    position: sticky;
    left: 0;
    z-index: 2;
    width: var(--head-width);
    height: 100%;
    padding-inline: 0.5rem;
    background: var(--sunken);
    border-inline-end: 1px solid var(--line);
    font-weight: 600;
    cursor: pointer;
    overflow: hidden;
    white-space: nowrap;
  }
  .corner {
    display: flex;
    align-items: flex-end;
    padding-block-end: 0.375rem;
  }
  .name {
    display: flex;
    flex-direction: column;
    justify-content: center;
    border-block-end: 1px solid var(--line);
    line-height: 1.25;
  }
  .name span,
  small {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  small {
    color: var(--muted);
    font-weight: 400;
    font-size: 0.75rem;
  }
  .head {
    position: absolute;
    top: 0;
    width: var(--cell-width);
    height: 100%;
    cursor: pointer;
    font-weight: 600;
    overflow: hidden;
  }
  .values .head {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    padding: 0.375rem 0.625rem;
    line-height: 1.3;
  }
  .values .head span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: var(--head-lines);
    line-clamp: var(--head-lines);
    overflow-wrap: break-word;
    word-break: normal;
    min-height: 0;
    flex-shrink: 1;
  }
  .head small {
    white-space: nowrap;
    flex-shrink: 0;
  }
  .colours .head {
    display: flex;
    align-items: center;
    writing-mode: vertical-rl;
    transform: rotate(180deg);
    padding-block: 0;
    padding-inline: 0.25rem;
    font-size: 0.6875rem;
    font-weight: 500;
    line-height: 0.875rem;
    overflow-wrap: break-word;
  }
  .colours .name {
    flex-direction: row;
    align-items: center;
    justify-content: flex-start;
    gap: 0.375rem;
    font-size: 0.75rem;
    border-block-end: 0;
  }
  .colours .name span {
    flex: 0 0 auto;
    max-width: 100%;
  }
  .colours .name small {
    font-size: 0.6875rem;
  }
  .head:hover,
  .name:hover,
  .corner:hover,
  .at {
    background: color-mix(in srgb, var(--accent) 16%, var(--sunken));
  }
  .found {
    box-shadow: inset 3px 0 0 var(--accent);
    color: var(--accent);
  }
  .colours .head.found {
    box-shadow: inset 0 3px 0 var(--accent);
  }
  [aria-sort] {
    background: var(--accent-soft);
  }
  [aria-sort="descending"]::before {
    content: "↓ " / "";
    color: var(--accent);
  }
  [aria-sort="ascending"]::before {
    content: "↑ " / "";
    color: var(--accent);
  }
  .values .head[aria-sort]::before,
  .values .name[aria-sort]::before {
    position: absolute;
    inset: 0.125rem 0.25rem auto auto;
  }
  /* Rotated heads read upwards: arrows are turned back. */
  .colours .head[aria-sort]::before {
    rotate: 90deg;
    margin-block-end: 0.25rem;
  }
  [role="gridcell"] {
    --hue: var(--up);
    position: absolute;
    top: 0;
    width: var(--cell-width);
    height: 100%;
    cursor: pointer;
    background: color-mix(in srgb, var(--hue) var(--tint), var(--surface));
  }
  .lower {
    --hue: var(--down) !important;
  }
  [role="gridcell"].level {
    background: color-mix(in oklab, var(--most) var(--tint), var(--least));
  }
  .values [role="gridcell"] {
    padding: 0 0.625rem;
    line-height: var(--cell-height);
    text-align: end;
    white-space: nowrap;
    border-block-end: 1px solid var(--line);
    font-variant-numeric: tabular-nums;
  }
  .values [role="gridcell"] small {
    color: inherit;
  }
  .value {
    font-weight: 600;
  }
  .values [role="gridcell"].lower,
  .values [role="gridcell"].higher,
  .values [role="gridcell"].level {
    display: flex;
    flex-direction: column;
    justify-content: center;
    line-height: 1.25;
  }
  /* Its sign is not known: thin, and hatched where there is no text. */
  .values .unsure .value {
    font-weight: 400;
  }
  .values .unsure::before {
    content: "";
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: 0.375rem;
    background: repeating-linear-gradient(-45deg, transparent 0 3px, var(--line-strong) 3px 4px);
  }
  /* Drawn behind it. */
  .colours [role="gridcell"] {
    background: none;
    pointer-events: auto;
  }
  [aria-selected="true"] {
    outline: 2px solid var(--text);
    outline-offset: -3px;
    border-radius: 4px;
    z-index: 1;
  }
  .colours [aria-selected="true"] {
    outline-offset: -1px;
    border-radius: 0;
  }
  [tabindex]:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: -3px;
    box-shadow: inset 0 0 0 4px var(--surface);
    z-index: 1;
  }
  .corner:focus-visible,
  .name:focus-visible {
    z-index: 2;
  }
  .extent {
    min-height: 1.3125rem;
    margin-top: 0.375rem;
    color: var(--muted);
    font-size: 0.75rem;
  }
  :host([printing]) .scroller {
    max-width: none;
    max-height: none;
    overflow: hidden;
  }
  :host([printing]) .top,
  :host([printing]) .corner,
  :host([printing]) .name {
    position: relative;
  }
  :host([printing]) .values [role="gridcell"],
  :host([printing]) .values .head {
    padding-inline: 0.25rem;
  }
  @media print {
    [role="gridcell"] {
      print-color-adjust: exact;
    }
  }
`;
