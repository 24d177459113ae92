import { unzipSync } from "fflate";
import { ownModels } from "../strings/own-models";
import { Global, opaque, readPickle } from "./pickle";
import type { NamedTensor } from "./safetensors";
import { Storage, tensorOf, type Tensor } from "./tensor";

/** Where trainers keep the weights in what they save. */
const stateDicts = ["model_state_dict", "state_dict"];
/** Scores, devices and random states that trainers save beside the weights: they are passed over. */
const harmless = /^(numpy(\._?core\.multiarray)?\.\w+|_codecs\.encode|torch\.(Size|device|dtype|Generator))$/;
/** Bytes that zip files, and PyTorch's files before version 1.6, begin with. */
const [zipMark, oldMark] = ["504b0304", "80028a0a"];

export function isPyTorch(name: string, bytes: Uint8Array): boolean {
  return /\.(pt|pth|ckpt|bin)$/i.test(name) || [zipMark, oldMark].includes(markOf(bytes));
}

/** The weights of a PyTorch checkpoint, read as data: nothing in it is run, and what is no tensor of numbers is passed over. */
export function readPyTorch(bytes: Uint8Array): NamedTensor[] {
  if (markOf(bytes) === oldMark) throw new Error(ownModels.oldPyTorch);
  if (markOf(bytes) !== zipMark) throw new Error(ownModels.noPyTorch);
  const files = unzip(bytes);
  const pickle = Object.keys(files).find((name) => /^([^/]+\/)?data\.pkl$/.test(name));
  if (pickle === undefined) throw new Error(ownModels.noPyTorch);
  const folder = pickle.slice(0, -"data.pkl".length);
  const order = files[`${folder}byteorder`];
  if (order && new TextDecoder().decode(order) !== "little") throw new Error(ownModels.bigEndian);
  const root = readPickle(files[pickle]!, {
    call,
    persistent: (id) => storageOf(id, (key) => files[`${folder}data/${key}`]),
  });
  const found = weightsOf(root);
  if (!found.length) throw new Error(ownModels.noWeights);
  return found;
}

/** PyTorch stores without compressing; what is compressed was not written by it, and may unpack to anything. */
function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter: ({ compression, originalSize, size }) => {
        if (compression !== 0 || originalSize !== size) throw new Error("compressed");
        return true;
      },
    });
  } catch (error) {
    throw new Error(ownModels.noPyTorch, { cause: error });
  }
}

function call(name: string, args: unknown[]): unknown {
  switch (name) {
    case "collections.OrderedDict":
      return new Map();
    case "torch._utils._rebuild_tensor_v2":
      return rebuilt(args);
    case "torch._utils._rebuild_parameter":
      return args[0] ?? opaque;
    default:
      return harmless.test(name) ? opaque : undefined;
  }
}

function rebuilt([storage, offset, size, stride]: unknown[]): Tensor {
  if (!(storage instanceof Storage) || typeof offset !== "number" || !isNumbers(size) || !isNumbers(stride))
    throw new Error(ownModels.pickleDamaged);
  return { storage, offset, size, stride };
}

function storageOf(id: unknown, data: (key: string) => Uint8Array | undefined): Storage {
  const [kind, type, key] = Array.isArray(id) ? (id as unknown[]) : [];
  const content = typeof key === "string" ? data(key) : undefined;
  if (kind !== "storage" || !(type instanceof Global) || !content) throw new Error(ownModels.pickleDamaged);
  return new Storage(type.name.replace(/^torch\.(storage\.)?/, ""), content);
}

function weightsOf(root: unknown): NamedTensor[] {
  if (!(root instanceof Map)) return [];
  const inner = stateDicts.map((name) => root.get(name) as unknown).find((value) => value instanceof Map);
  return [...((inner ?? root) as Map<unknown, unknown>)].flatMap(([name, value]) => {
    if (!isTensor(value)) return [];
    const values = tensorOf(String(name), value);
    return values ? [{ name: String(name), shape: value.size, values }] : [];
  });
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "storage" in value;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function markOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
