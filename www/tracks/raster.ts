import { refusal } from "../state/message";

/** A figure as a picture of `scale` dots a pixel. */
export async function svgToPng(svg: string, scale = 3): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * scale, image.naturalHeight * scale];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw refusal("picture.not-drawn");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
