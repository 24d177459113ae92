export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface TextPlace {
  align?: "left" | "center" | "right";
  baseline?: "top" | "middle";
  /** In font sizes. */
  size?: number;
}

/** What plots are drawn with, so that one drawing is a picture on the screen and a figure in a file. Lengths are CSS pixels. */
export interface Painter {
  readonly fontSize: number;
  rect(x: number, y: number, width: number, height: number, colour: string): void;
  frame(x: number, y: number, width: number, height: number, colour: string, lineWidth?: number): void;
  dot(x: number, y: number, radius: number, colour: string): void;
  text(text: string, x: number, y: number, colour: string, place?: TextPlace): void;
  /** The letter of a base, stretched to fill the box; a letter that is no base (N) leaves it empty. */
  letter(letter: string, x: number, y: number, width: number, height: number, colour: string): void;
  widthOf(text: string): number;
  /** Nothing that `draw` paints reaches beyond the box. */
  clip(box: Box, draw: () => void): void;
}

/** The text, or as much of it as there is room for. */
export function fitted(painter: Painter, text: string, room: number): string {
  if (painter.widthOf(text) <= room) return text;
  let length = text.length;
  while (length > 1 && painter.widthOf(`${text.slice(0, length)}\u2026`) > room) length--;
  return `${text.slice(0, length)}\u2026`;
}
