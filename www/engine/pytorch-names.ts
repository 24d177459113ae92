import { checkpoint } from "../strings/checkpoint";
import { CheckpointError } from "./checkpoint-error";
import { elementTypes } from "./pytorch-types";
import { StoredTensor } from "./pytorch-tensor";

/** What stands beside the weights (a score, a device, a data type) is read over: it becomes nothing. */
const ignored = taking(4, () => null);

const dataTypes = ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8"];
const ignoredNames = [
  ...[...dataTypes, "bool", "Size", "device"].map((name) => `torch.${name}`),
  // Scores are often NumPy's numbers.
  "numpy.dtype",
  "numpy.core.multiarray.scalar",
  "numpy._core.multiarray.scalar",
  "_codecs.encode",
];

/** Every name that a checkpoint may use, and what stands for it here. */
const known = new Map<string, unknown>([
  ...ignoredNames.map((name) => [name, ignored] as const),
  ...Object.entries(elementTypes).map(([storage, type]) => [`torch.${storage}`, type] as const),
  ["collections.OrderedDict", taking(0, () => new Map())],
  [
    "torch._utils._rebuild_tensor_v2",
    taking(7, (storage, offset, shape, strides) => new StoredTensor(storage, offset, shape, strides)),
  ],
  ["torch._utils._rebuild_parameter", taking(3, (tensor) => tensor)],
  ["torch._utils._rebuild_parameter_with_state", taking(4, (tensor) => tensor)],
]);

/** Spreading a long list of arguments over and over would take minutes; PyTorch passes a few. */
function taking(most: number, build: (...values: unknown[]) => unknown) {
  return (...values: unknown[]) => {
    if (values.length > most) throw new CheckpointError(checkpoint.damaged);
    return build(...values);
  };
}

/** What a name of the pickle stands for; whatever else it names would have to be run. */
export function resolveName(module: unknown, name: unknown): () => unknown {
  const full = `${text(module)}.${text(name)}`;
  const found = known.get(full);
  if (found === undefined) throw new CheckpointError(checkpoint.runsCode(full));
  // The parser asks for something callable; an element type is never called.
  return found as () => unknown;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new CheckpointError(checkpoint.damaged);
  return value;
}
