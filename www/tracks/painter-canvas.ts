import { letterPaths } from "./glyphs";
import type { Box, Painter, TextPlace } from "./painter";

const outlines = new Map<string, Path2D>();

/** Paints on a canvas whose scale is set. */
export class CanvasPainter implements Painter {
  /** What the canvas fills with. */
  private filled = "";

  constructor(
    private readonly context: CanvasRenderingContext2D,
    readonly fontSize: number,
    private readonly fontFamily: string,
  ) {
    context.font = `${fontSize}px ${fontFamily}`;
  }

  rect(x: number, y: number, width: number, height: number, colour: string): void {
    this.fill(colour);
    this.context.fillRect(x, y, width, height);
  }

  frame(x: number, y: number, width: number, height: number, colour: string, lineWidth = 1): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = lineWidth;
    this.context.strokeRect(x, y, width, height);
  }

  dot(x: number, y: number, radius: number, colour: string): void {
    this.fill(colour);
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fill();
  }

  text(
    text: string,
    x: number,
    y: number,
    colour: string,
    { align = "left", baseline = "top", size = 1 }: TextPlace = {},
  ): void {
    if (size !== 1) this.context.font = `${size * this.fontSize}px ${this.fontFamily}`;
    this.fill(colour);
    this.context.textAlign = align;
    this.context.textBaseline = baseline;
    this.context.fillText(text, x, y);
    if (size !== 1) this.context.font = `${this.fontSize}px ${this.fontFamily}`;
  }

  letter(letter: string, x: number, y: number, width: number, height: number, colour: string): void {
    const path = letterPaths[letter];
    if (!path) return;
    let outline = outlines.get(letter);
    if (!outline) outlines.set(letter, (outline = new Path2D(path)));
    const { context } = this;
    this.fill(colour);
    context.save();
    context.translate(x, y);
    context.scale(width, height);
    context.fill(outline, "evenodd");
    context.restore();
  }

  widthOf(text: string): number {
    return this.context.measureText(text).width;
  }

  clip({ left, top, width, height }: Box, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(left, top, width, height);
    this.context.clip();
    draw();
    this.context.restore();
    this.filled = "";
  }

  /** A canvas reads a colour each time that it is set, which takes as long as filling a small rectangle. */
  private fill(colour: string): void {
    if (colour !== this.filled) this.context.fillStyle = this.filled = colour;
  }
}
