import type { ColourScale } from "./colour-scale";
import { mixEvenly, type Rgb } from "./oklab";

/** Colours of the page as a canvas or a file needs them: resolved for one theme, as #rrggbb. */
export interface Palette {
  surface: string;
  sunken: string;
  line: string;
  strongLine: string;
  text: string;
  muted: string;
  accent: string;
  accentSoft: string;
  up: string;
  down: string;
  bases: [string, string, string, string];
  /** -1 is the strongest decrease, 0 the surface, 1 the strongest increase. */
  diverging(value: number): string;
  /** 0 is the least, 1 the most; equal steps look equal. */
  sequential(share: number): string;
}

export type Theme = "light" | "dark";

/** The colours of the theme that is on, or of the one that is asked for. */
export function readPalette(host: HTMLElement, theme?: Theme): Palette {
  const probe = document.createElement("span");
  if (theme) probe.style.colorScheme = theme;
  (host.shadowRoot ?? host).append(probe);
  const read = (name: string): Rgb => {
    probe.style.color = `var(--${name})`;
    return parse(getComputedStyle(probe).color);
  };
  const colour = (name: string) => hex(read(name));
  const [surface, up, down] = [read("surface"), read("up"), read("down")];
  const [least, most] = [read("least"), read("most")];
  const palette: Palette = {
    surface: hex(surface),
    sunken: colour("sunken"),
    line: colour("line"),
    strongLine: colour("line-strong"),
    text: colour("text"),
    muted: colour("muted"),
    accent: colour("accent"),
    accentSoft: colour("accent-soft"),
    up: hex(up),
    down: hex(down),
    bases: [colour("base-a"), colour("base-c"), colour("base-g"), colour("base-t")],
    diverging: (value) => mix(surface, value < 0 ? down : up, Math.min(1, Math.abs(value))),
    sequential: (share) => hex(mixEvenly(least, most, share)),
  };
  probe.remove();
  return palette;
}

function parse(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

function mix(from: Rgb, to: Rgb, share: number): string {
  return hex([
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ]);
}

function hex([red, green, blue]: Rgb): string {
  const all = (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue);
  return `#${all.toString(16).padStart(6, "0")}`;
}

/** Behind a number a colour is weaker, so that the number keeps its contrast: this much of it at most. */
export const tintBehindText = { diverging: 0.6, sequential: 0.5 } as const;

/** The colour of a place on a scale (0 to 1), as strong as is asked for. */
export function colourAt(
  palette: Palette,
  { kind }: Pick<ColourScale, "kind">,
  place: number,
  isBehindText = false,
): string {
  const strength = isBehindText ? tintBehindText[kind] : 1;
  return kind === "diverging"
    ? palette.diverging((2 * place - 1) * strength)
    : palette.sequential(place * strength);
}
