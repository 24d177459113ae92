import { isPyTorchFile, safetensorsOf } from "../engine/pytorch-checkpoint";

const pytorchName = /\.(pt|pth|ckpt|bin)$/i;

/** A checkpoint's weights as safetensors, which the engine reads; PyTorch's own format is converted, as data. */
export async function readCheckpoint(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return pytorchName.test(file.name) || isPyTorchFile(bytes) ? safetensorsOf(bytes) : bytes;
}
