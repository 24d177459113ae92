import { css } from "lit";

export const appStyle = css`
  :host {
    --cisight-rem: 16px;
    display: block;
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([theme="auto"]) {
    color-scheme: light dark;
  }
  /* Nothing that the page around inherits to this element goes further than here. */
  .frame {
    all: initial;
    color-scheme: inherit;
    display: block;
    box-sizing: border-box;
    min-height: inherit;
    container-type: inline-size;
    color: var(--text);
    background: var(--page);
    font: 400 0.875rem/1.45 var(--font);
  }
  .skip {
    position: absolute;
    inset: -10rem auto auto 0.5rem;
    z-index: 50;
    padding: 0.5rem 0.75rem;
    color: var(--on-accent);
    background: var(--accent);
  }
  .skip:focus {
    top: 0.5rem;
  }
  .header {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0 1rem;
    background: var(--surface);
    border-block-end: 1px solid var(--line);
    padding: 0.625rem clamp(0.75rem, 2vw, 1.5rem) 0.5rem;
  }
  h1 {
    font-size: 1.25rem;
    line-height: 1.3;
    font-weight: 700;
    letter-spacing: -0.015em;
    color: var(--accent);
  }
  .tools {
    display: flex;
    gap: 0.375rem;
  }
  cisight-model-select {
    grid-column: 1 / -1;
    margin-top: 0.25rem;
  }
  .tools button svg {
    display: block;
    margin-block: 3px;
  }
  .status {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1.5rem;
    font-size: 0.75rem;
    color: var(--muted);
    margin-top: 0.25rem;
  }
  .status cisight-offline-status {
    margin-inline-end: auto;
  }
  .computes {
    position: relative;
  }
  .backend {
    display: inline;
  }
  .backend b {
    color: var(--text);
    font-weight: 600;
  }
  .backend.failed {
    background: var(--warn-soft);
    color: var(--text);
    padding-inline: 0.375rem;
    border-radius: 4px;
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
    margin: 0.75rem clamp(0.75rem, 2vw, 1.5rem) 0;
    padding: 0.5rem 0.875rem;
    border-radius: var(--radius);
    background: var(--warn-soft);
    overflow-wrap: anywhere;
  }
  .banner.failed {
    background: var(--error-soft);
    color: var(--error);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: 1rem clamp(0.75rem, 2vw, 1.5rem) 2rem;
    max-width: 120rem;
    margin-inline: auto;
  }
  .input {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    align-content: start;
  }
  /* As tall as they are with the example, so that nothing below moves when it comes. */
  .beginning {
    --genes-room: 10.5rem;
  }
  .beginning section:first-child {
    min-height: 34rem;
  }
  .beginning section:last-child {
    min-height: 38.75rem;
  }
  #results {
    min-width: 0;
    outline-offset: 4px;
  }
  .footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.375rem clamp(0.75rem, 2vw, 1.5rem) 0.5rem;
    background: var(--surface);
    border-block-start: 1px solid var(--line);
    font-size: 0.8125rem;
  }
  .footer b,
  .footer a {
    color: var(--accent);
  }
  .footer .help {
    flex: 1 1 12rem;
    overflow-wrap: anywhere;
  }
  :host([compact]) .columns {
    padding: 0.625rem clamp(0.5rem, 2vw, 1rem);
    gap: 0.625rem;
  }
  section {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: 8px;
    box-shadow: var(--shadow);
    padding: 0.875rem 1rem 1rem;
  }
  section h2 {
    margin-bottom: 0.5rem;
  }
  @container (max-width: 39.999rem) {
    .tools {
      justify-self: end;
    }
    /* A line of its own from the start, so that nothing moves when it speaks. */
    .status cisight-offline-status {
      flex-basis: 100%;
    }
  }
  @container (max-width: 27rem) {
    .beginning {
      --genes-room: 12.25rem;
    }
    .tools {
      grid-column: 1 / -1;
      justify-self: start;
      flex-wrap: wrap;
    }
  }
  @container (min-width: 40rem) and (max-width: 63.999rem) {
    .input {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container (min-width: 64rem) {
    .columns {
      grid-template-columns: minmax(19rem, 23rem) minmax(0, 1fr);
    }
  }
  /* On paper everything is laid out for a page's width, whatever the window's. */
  :host([printing]) {
    color-scheme: light;
  }
  :host([printing]) .frame {
    width: 44rem;
    max-width: none;
    background: none;
  }
  :host([printing]) .columns {
    display: block;
    padding: 0.5rem 0;
  }
  :host([printing]) .input,
  :host([printing]) .tools,
  :host([printing]) .footer,
  :host([printing]) .skip {
    display: none;
  }
`;
