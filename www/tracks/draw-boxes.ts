import type { Box, Painter } from "./painter";
import type { Palette } from "./palette";
import type { Viewport } from "./viewport";

/** A stretch of the promoter with a name (half-open, in bases from its first). */
export interface NamedStretch {
  from: number;
  to: number;
  name: string;
  fill: "accent" | "up" | "down";
  /** Stands out among the others. */
  marked?: boolean;
}

export const rowHeight = 15;

/** Rows in which no two stretches share a base. */
export function packed<Stretch extends NamedStretch>(stretches: readonly Stretch[]): Stretch[][] {
  const rows: Stretch[][] = [];
  for (const stretch of [...stretches].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const row = rows.find((others) => (others.at(-1)?.to ?? 0) <= stretch.from);
    if (row) row.push(stretch);
    else rows.push([stretch]);
  }
  return rows;
}

/** Boxes in rows, each with its name inside or, where there is room before the next, behind it. */
export function drawBoxes(
  painter: Painter,
  rows: readonly NamedStretch[][],
  view: Viewport,
  box: Box,
  palette: Palette,
): void {
  const pixels = box.width / (view.end - view.start);
  const xOf = (base: number) => box.left + (base - view.start) * pixels;
  painter.rect(box.left, box.top + box.height - 0.5, box.width, 1, palette.line);
  painter.clip(box, () =>
    rows.forEach((row, at) =>
      row.forEach((stretch, index) => {
        const [left, right] = [xOf(stretch.from), xOf(stretch.to)];
        if (right < box.left || left > box.left + box.width) return;
        const next = row[index + 1];
        drawBox(
          painter,
          stretch,
          left,
          right,
          next ? xOf(next.from) : box.left + box.width,
          box.top + at * rowHeight,
          palette,
        );
      }),
    ),
  );
}

function drawBox(
  painter: Painter,
  { name, fill, marked = false }: NamedStretch,
  left: number,
  right: number,
  end: number,
  top: number,
  palette: Palette,
): void {
  const colour = { accent: palette.accent, up: palette.up, down: palette.down }[fill];
  const width = Math.max(2, right - left - 0.5);
  const back = fill === "accent" || marked ? palette.accentSoft : palette.surface;
  painter.rect(left, top + 2, width, rowHeight - 4, back);
  painter.frame(
    left + 0.5,
    top + 2.5,
    Math.max(1, width - 1),
    rowHeight - 5,
    colour,
    fill === "accent" ? 1 : marked ? 2.5 : 1.5,
  );
  const needed = painter.widthOf(name);
  const middle = top + rowHeight / 2;
  if (needed <= width - 6)
    painter.text(name, (left + right) / 2, middle, palette.text, { align: "center", baseline: "middle" });
  else if (needed + 6 <= end - right)
    painter.text(name, right + 3, middle, palette.text, { baseline: "middle" });
}
