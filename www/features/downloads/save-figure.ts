import { saveFile } from "../../ui/save-file";

export type FigureFormat = "svg" | "png";
export const figureFormats: readonly FigureFormat[] = ["svg", "png"];

/** Saves a figure as it is, or as a picture of it. */
export async function saveFigure(name: string, svg: string, format: FigureFormat): Promise<void> {
  if (format === "svg") return saveFile(`${name}.svg`, [svg], "image/svg+xml");
  const { svgToPng } = await import("../../tracks/raster");
  saveFile(`${name}.png`, [await svgToPng(svg)], "image/png");
}
