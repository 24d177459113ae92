import { ownModels } from "../strings/own-models";
import { isPyTorch, readPyTorch } from "./pytorch";
import { writeSafetensors } from "./safetensors";

// Far beyond every published network.
const mostBytes = 1_000_000_000;

/** A checkpoint's weights as safetensors, which the engine reads; PyTorch's own format is converted, as data. */
export async function readCheckpoint(file: File): Promise<Uint8Array> {
  if (file.size > mostBytes) throw new Error(ownModels.checkpointTooLarge(file.name));
  const bytes = new Uint8Array(await file.arrayBuffer());
  return isPyTorch(file.name, bytes) ? writeSafetensors(readPyTorch(bytes)) : bytes;
}
