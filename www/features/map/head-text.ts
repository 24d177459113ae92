import { html, type TemplateResult } from "lit";

/** How wide a text is, in CSS pixels. */
export type Measure = (text: string) => number;

/** Measures as the browser will write it; `font` as in CSS. */
export function measureIn(font: string): Measure {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (context) context.font = font;
  const known = new Map<string, number>();
  return (text) => {
    const width = known.get(text) ?? context?.measureText(text).width ?? 0;
    known.set(text, width);
    return width;
  };
}

/** A name in the pieces between which it may be broken: behind blanks, and behind signs that stand for blanks in tables. */
export function piecesOf(name: string): string[] {
  return name.split(/(?<=[\s_/;:|…-]|[.,](?!\d))/u);
}

/** The lines that a name takes in a column of that width, when it is broken where it may be, and elsewhere only where it must. */
export function linesOf(name: string, width: number, measure: Measure): number {
  let lines = 1;
  let used = 0;
  for (const piece of piecesOf(name)) {
    const needed = measure(piece.trimEnd());
    if (used > 0 && used + needed > width) {
      lines++;
      used = 0;
    }
    const broken = Math.ceil(needed / width) - 1;
    lines += Math.max(0, broken);
    used = broken > 0 ? needed - broken * width : used + measure(piece);
  }
  return lines;
}

/** The name, or what fits of it with its middle left out: what tells conditions of one series apart stands at the end. */
export function fittedName(name: string, fits: (text: string) => boolean): string {
  if (fits(name)) return name;
  let [least, most] = [2, name.length];
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (fits(shortened(name, middle))) least = middle;
    else most = middle;
  }
  return shortened(name, least);
}

function shortened(name: string, characters: number): string {
  const end = Math.floor(characters * 0.38);
  return `${name.slice(0, characters - end - 1).trimEnd()}…${end ? name.slice(-end).trimStart() : ""}`;
}

/** The name as markup that is broken between its pieces. */
export function breakable(name: string): TemplateResult {
  return html`${piecesOf(name).map((piece) => html`${piece}<wbr />`)}`;
}
