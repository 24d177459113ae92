import { css } from "lit";

/** The design's variables, on the outermost element, so that an embedding page can override them. */
export const tokens = css`
  :host {
    --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
    --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", Menlo, monospace;
    --page: light-dark(#f4f6f8, #0f1317);
    --surface: light-dark(#ffffff, #161b21);
    --sunken: light-dark(#f1f4f6, #1d242b);
    --line: light-dark(#d8dee4, #2e3740);
    --line-strong: light-dark(#8b96a3, #66727f);
    --text: light-dark(#16202b, #e6eaef);
    --muted: light-dark(#52606d, #9fabb8);
    --accent: light-dark(#0b6470, #5cc3d0);
    --accent-soft: light-dark(#e2f0f1, #17343a);
    --on-accent: light-dark(#ffffff, #06252a);
    --error: light-dark(#a3161f, #ff9a94);
    --error-soft: light-dark(#fcebec, #3a1b1d);
    --warn-soft: light-dark(#fdf3e1, #33270f);
    /* Blue to orange stays apart for every kind of colour blindness. */
    --up: light-dark(#e07b10, #e8841c);
    --down: light-dark(#2f78c4, #3f8fe0);
    /* Levels, which have no middle: from least to most, evenly in lightness (mixed in OKLab), so that no hue has to be told apart. */
    --least: light-dark(#f2ecf7, #231d2b);
    --most: light-dark(#5b1a80, #d3a6f2);
    /* Bases: the traditional hues, with lightness chosen so that they stay apart for colour-blind readers (tests/browser/colours.spec.ts). */
    --base-a: light-dark(#2ba678, #78efbd);
    --base-c: light-dark(#0c60a3, #2b93d1);
    --base-g: light-dark(#ac6304, #ea8a18);
    --base-t: light-dark(#900d30, #c9473b);
    --radius: 6px;
    --shadow: 0 1px 2px light-dark(#16202b14, #00000059);
  }
`;
