import { ownModels } from "../strings/own-models";

/** The numbers that tensors are views of. */
export class Storage {
  constructor(
    /** As PyTorch names it, such as "FloatStorage". */
    readonly type: string,
    readonly content: Uint8Array,
  ) {}
}

export interface Tensor {
  storage: Storage;
  /** In numbers of the storage, as the strides are. */
  offset: number;
  size: number[];
  stride: number[];
}

interface NumberType {
  bytes: number;
  read(view: DataView, at: number): number;
}

const types: Partial<Record<string, NumberType>> = {
  FloatStorage: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  DoubleStorage: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  HalfStorage: { bytes: 2, read: (view, at) => half(view.getUint16(at, true)) },
  BFloat16Storage: { bytes: 2, read: (view, at) => bfloat(view.getUint16(at, true)) },
};
/** Counters, which no network computes with. */
const counters = new Set(["LongStorage", "IntStorage", "ShortStorage", "ByteStorage", "BoolStorage"]);

/** A tensor's numbers in order, whatever way they lie; undefined where they are counters. */
export function tensorOf(name: string, { storage, offset, size, stride }: Tensor): Float32Array | undefined {
  if (counters.has(storage.type)) return undefined;
  const type = types[storage.type];
  if (!type) throw new Error(ownModels.noFloats(name, storage.type));
  const count = size.reduce((product, n) => product * n, 1);
  const last = size.reduce((at, n, axis) => at + (n - 1) * (stride[axis] ?? 0), offset);
  const isInside = count === 0 || (last + 1) * type.bytes <= storage.content.length;
  // A stride of zero would make any number of numbers of one.
  if (size.length !== stride.length || !isInside || count * type.bytes > storage.content.length)
    throw new Error(ownModels.beyondFile(name));
  const { buffer, byteOffset, byteLength } = storage.content;
  const view = new DataView(buffer, byteOffset, byteLength);
  const values = new Float32Array(count);
  const index = size.map(() => 0);
  for (let n = 0; n < count; n++) {
    const at = index.reduce((sum, i, axis) => sum + i * (stride[axis] ?? 0), offset);
    values[n] = type.read(view, at * type.bytes);
    for (let axis = size.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (size[axis] ?? 0)) break;
      index[axis] = 0;
    }
  }
  return values;
}

const scratch = new DataView(new ArrayBuffer(4));

function bfloat(bits: number): number {
  scratch.setUint32(0, bits * 0x1_0000);
  return scratch.getFloat32(0);
}

function half(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
}
