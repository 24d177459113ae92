/** Colours of the page as a canvas needs them: resolved for the theme that is on. */
export interface Palette {
  surface: string;
  sunken: string;
  line: string;
  strongLine: string;
  text: string;
  muted: string;
  accent: string;
  accentSoft: string;
  bases: [string, string, string, string];
  /** -1 is the strongest decrease, 0 the surface, 1 the strongest increase. */
  diverging(value: number): string;
}

type Rgb = [number, number, number];

export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement("span");
  (host.shadowRoot ?? host).append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const [surface, up, down] = [colour("surface"), colour("up"), colour("down")].map(parse) as [Rgb, Rgb, Rgb];
  const palette: Palette = {
    surface: colour("surface"),
    sunken: colour("sunken"),
    line: colour("line"),
    strongLine: colour("line-strong"),
    text: colour("text"),
    muted: colour("muted"),
    accent: colour("accent"),
    accentSoft: colour("accent-soft"),
    bases: [colour("base-a"), colour("base-c"), colour("base-g"), colour("base-t")],
    diverging: (value) => mix(surface, value < 0 ? down : up, Math.min(1, Math.abs(value))),
  };
  probe.remove();
  return palette;
}

function parse(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

function mix(from: Rgb, to: Rgb, share: number): string {
  const [red, green, blue] = from.map((part, at) => Math.round(part + (to[at]! - part) * share));
  return `rgb(${red} ${green} ${blue})`;
}
