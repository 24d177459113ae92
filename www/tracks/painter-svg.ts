import { letterPaths } from "./glyphs";
import type { Box, Painter, TextPlace } from "./painter";

const anchors = { left: "start", center: "middle", right: "end" } as const;
/** Where the line of writing is below the place that is asked for, in font sizes. */
const baselines = { top: 0.8, middle: 0.35 } as const;
/** A sans-serif letter is about this wide, in font sizes: there is nothing to measure with in a file. */
const letterWidth = 0.56;

/** Writes SVG: attributes only, so that no content policy has a style to refuse. */
export class SvgPainter implements Painter {
  private readonly parts: string[] = [];
  private readonly letters = new Set<string>();
  private clips = 0;

  constructor(readonly fontSize: number) {}

  rect(x: number, y: number, width: number, height: number, colour: string): void {
    if (width <= 0 || height === 0) return;
    const top = Math.min(y, y + height);
    this.parts.push(
      `<rect x="${n(x)}" y="${n(top)}" width="${n(width)}" height="${n(Math.abs(height))}" fill="${colour}"/>`,
    );
  }

  frame(x: number, y: number, width: number, height: number, colour: string, lineWidth = 1): void {
    this.parts.push(
      `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="none" stroke="${colour}" stroke-width="${lineWidth}"/>`,
    );
  }

  dot(x: number, y: number, radius: number, colour: string): void {
    this.parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${radius}" fill="${colour}"/>`);
  }

  text(
    text: string,
    x: number,
    y: number,
    colour: string,
    { align = "left", baseline = "top", size = 1 }: TextPlace = {},
  ): void {
    const line = y + baselines[baseline] * this.fontSize * size;
    const anchor = align === "left" ? "" : ` text-anchor="${anchors[align]}"`;
    const font = size === 1 ? "" : ` font-size="${n(this.fontSize * size)}"`;
    this.parts.push(
      `<text x="${n(x)}" y="${n(line)}" fill="${colour}"${anchor}${font}>${escapeXml(text)}</text>`,
    );
  }

  letter(letter: string, x: number, y: number, width: number, height: number, colour: string): void {
    if (!letterPaths[letter] || height === 0) return;
    this.letters.add(letter);
    this.parts.push(
      `<use href="#${letter}" transform="translate(${n(x)} ${n(y)}) scale(${n(width)} ${n(height)})" fill="${colour}"/>`,
    );
  }

  widthOf(text: string): number {
    return text.length * letterWidth * this.fontSize;
  }

  clip({ left, top, width, height }: Box, draw: () => void): void {
    const id = `clip${++this.clips}`;
    this.parts.push(
      `<clipPath id="${id}"><rect x="${n(left)}" y="${n(top)}" width="${n(width)}" height="${n(height)}"/></clipPath><g clip-path="url(#${id})">`,
    );
    draw();
    this.parts.push("</g>");
  }

  /** The whole file. */
  finish(width: number, height: number, title: string): string {
    const outlines = [...this.letters].map(
      (letter) => `<path id="${letter}" d="${letterPaths[letter]}" fill-rule="evenodd"/>`,
    );
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" font-family="Helvetica, Arial, sans-serif" font-size="${this.fontSize}">`,
      `<title>${escapeXml(title)}</title>`,
      `<defs>${outlines.join("")}</defs>`,
      ...this.parts,
      "</svg>\n",
    ].join("\n");
  }
}

/** Names come from files: as text, they can be nothing else. Control characters have no place in XML at all. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? "")
    .replace(/[\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/gu, " ");
}

function n(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
