import { checkpoint } from "../strings/checkpoint";
import { CheckpointError } from "./checkpoint-error";
import { PytorchArchive } from "./pytorch-archive";
import { readPickle } from "./pytorch-pickle";
import { gather, StoredTensor, viewOf, type View } from "./pytorch-tensor";
import { safetensorsFile } from "./safetensors-file";

const mostGigabytes = 1;
const mostBytes = mostGigabytes * 1024 ** 3;
const mostPickleBytes = 16 * 1024 ** 2;
const mostWeights = 10_000;
/** Where the weights may be kept in what was saved, before the whole of it is taken. */
const stateDictKeys = ["model_state_dict", "state_dict"];
/** safetensors and JavaScript each keep a name for themselves. */
const reservedNames = ["__metadata__", "__proto__"];
const openBrace = 0x7b;

/** Whether these bytes are for `safetensorsOf` to read, or to refuse as an older checkpoint. */
export function isPyTorchFile(bytes: Uint8Array): boolean {
  return isZip(bytes) || isBarePickle(bytes);
}

/**
 * The weights of a PyTorch checkpoint as a safetensors file.
 *
 * The checkpoint is read as data; nothing in it is executed, and what is no tensor is ignored. Throws only `CheckpointError`.
 */
export function safetensorsOf(bytes: Uint8Array): Uint8Array {
  try {
    return converted(bytes);
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    // What the libraries say of a damaged file helps only programmers.
    throw new CheckpointError(checkpoint.damaged, { cause: error });
  }
}

function converted(bytes: Uint8Array): Uint8Array {
  if (!isZip(bytes)) {
    const why = isBarePickle(bytes) ? checkpoint.oldFormat : checkpoint.notPytorch;
    throw new CheckpointError(why);
  }
  checkTotal(bytes.length);
  const archive = PytorchArchive.open(bytes);
  if ((archive.size("data.pkl") ?? 0) > mostPickleBytes)
    throw new CheckpointError(checkpoint.tooManyInstructions);
  const parts = archive.read(["data.pkl", "byteorder"]);
  if (new TextDecoder().decode(parts.get("byteorder")) === "big")
    throw new CheckpointError(checkpoint.bigEndian);
  const weights = weightsOf(readPickle(parts.get("data.pkl") ?? new Uint8Array()));
  return written(weights, archive);
}

/** The weights by their names, without the counters beside them. */
function weightsOf(saved: unknown): Map<string, View> {
  const dictionaries = [...stateDictKeys.map((key) => entryOf(saved, key)), saved];
  const found = dictionaries.map(tensorsOf).find((tensors) => tensors.length > 0);
  if (!found) throw new CheckpointError(checkpoint.noWeights);
  if (found.length > mostWeights) throw new CheckpointError(checkpoint.tooManyWeights(mostWeights));
  const weights = new Map<string, View>();
  for (const [name, tensor] of found) {
    if (typeof name !== "string") throw new CheckpointError(checkpoint.weightName);
    if (reservedNames.includes(name)) throw new CheckpointError(checkpoint.reservedName(name));
    const view = viewOf(name, tensor);
    if (!view.type.isCounter) weights.set(name, view);
  }
  return weights;
}

function written(weights: Map<string, View>, archive: PytorchArchive): Uint8Array {
  let total = 0;
  const tensors = Array.from(weights, ([name, view]) => {
    const { type, part, shape, storageLength } = view;
    if (!type.dtype) throw new CheckpointError(checkpoint.weightType(name, type.name));
    const stored = archive.size(part);
    if (stored === undefined) throw new CheckpointError(checkpoint.missingStorage(name));
    if (stored < storageLength * type.bytes) throw new CheckpointError(checkpoint.weightShape(name));
    const bytes = view.length * type.bytes;
    checkTotal((total += bytes));
    const write = (target: Uint8Array) => gather(view, storages.get(part) ?? new Uint8Array(), target);
    return { name, dtype: type.dtype, shape, bytes, write };
  });
  const storages = archive.read(Array.from(weights.values(), ({ part }) => part));
  return safetensorsFile(tensors, allocate);
}

function entryOf(saved: unknown, key: string): unknown {
  return saved instanceof Map ? saved.get(key) : undefined;
}

function tensorsOf(dictionary: unknown): [unknown, StoredTensor][] {
  if (!(dictionary instanceof Map)) return [];
  return [...dictionary].filter(
    (entry): entry is [unknown, StoredTensor] => entry[1] instanceof StoredTensor,
  );
}

function allocate(bytes: number): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch (error) {
    throw new CheckpointError(checkpoint.noMemory, { cause: error });
  }
}

function checkTotal(bytes: number): void {
  if (bytes > mostBytes) throw new CheckpointError(checkpoint.tooLarge(mostGigabytes));
}

function isZip(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte);
}

/** A pickle that lies in no zip file, as before PyTorch 1.6; a safetensors file may begin so, but its ninth byte is a brace. */
function isBarePickle(bytes: Uint8Array): boolean {
  const [proto, version = 0] = bytes;
  return proto === 0x80 && version >= 2 && version <= 5 && bytes[8] !== openBrace;
}
