/** PyTorch checkpoints made by hand, byte by byte, well-formed or not. */

import { zipSync } from "fflate";

type Bytes = number[];

const u16 = (n: number): Bytes => [n & 0xff, (n >> 8) & 0xff];
const u32 = (n: number): Bytes => [...u16(n & 0xffff), ...u16(n >>> 16)];
export const ascii = (text: string): Bytes => [...Buffer.from(text, "latin1")];

export const repeated = <T>(times: number, item: T): T[] => new Array<T>(times).fill(item);

/** Pickle instructions that leave one value on the stack. */
export const text = (value: string): Bytes => [
  ...ascii("X"),
  ...u32(Buffer.byteLength(value)),
  ...Buffer.from(value),
];
export const int = (value: number): Bytes => [...ascii("J"), ...u32(value)];
export const tuple = (...items: Bytes[]): Bytes => [...ascii("("), ...items.flat(), ...ascii("t")];
export const global = (module: string, name: string): Bytes => ascii(`c${module}\n${name}\n`);
export const call = (what: Bytes, ...values: Bytes[]): Bytes => [...what, ...tuple(...values), ...ascii("R")];
export const dict = (...entries: [Bytes, Bytes][]): Bytes => [
  ...ascii("}("),
  ...entries.flat(2),
  ...ascii("u"),
];

export interface TensorParts {
  type?: string;
  key?: string;
  stored?: number;
  offset?: number;
  shape?: number[];
  strides?: number[];
}

const sixNumbers = { type: "FloatStorage", key: "0", stored: 6, offset: 0, shape: [2, 3], strides: [3, 1] };

export function tensor(parts: TensorParts = {}): Bytes {
  const { type, key, stored, offset, shape, strides } = { ...sixNumbers, ...parts };
  const storage = tuple(text("storage"), global("torch", type), text(key), text("cpu"), int(stored));
  const hooks = call(global("collections", "OrderedDict"));
  const rebuild = global("torch._utils", "_rebuild_tensor_v2");
  const sizes = (values: number[]) => tuple(...values.map(int));
  return call(
    rebuild,
    [...storage, ...ascii("Q")],
    int(offset),
    sizes(shape),
    sizes(strides),
    ascii("\x89"),
    hooks,
  );
}

export const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
const bytesOf = ({ buffer }: { buffer: ArrayBufferLike }) => new Uint8Array(buffer);
const ending = ascii(".");

/** A checkpoint with this pickle, and the six numbers as its storage 0 unless it is given other parts. */
export function saved(
  pickle: Bytes,
  parts: Record<string, { buffer: ArrayBufferLike }> = { "data/0": numbers },
  end = ending,
): Uint8Array {
  const files = { "data.pkl": Uint8Array.from([0x80, 2].concat(pickle, end)), ...parts };
  return zipped(
    Object.fromEntries(Object.entries(files).map(([name, part]) => [`model/${name}`, bytesOf(part)])),
  );
}

export const zipped = (files: Record<string, Uint8Array>, level: 0 | 9 = 0) =>
  zipSync(files, { level, mtime: "2000-01-01" });

/** The same file with each occurrence of a text replaced by one as long. */
export function replaced(file: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(file).toString("latin1").replaceAll(from, to), "latin1");
}

/** The same file with 32 bits changed, counted from the signature of the zip directory's first entry or of its end. */
export function withField(file: Uint8Array, record: "entry" | "end", at: number, value: number): Uint8Array {
  const copy = Buffer.from(file);
  const signature = record === "entry" ? "PK\x01\x02" : "PK\x05\x06";
  copy.writeUInt32LE(value, copy.indexOf(signature, 0, "latin1") + at);
  return copy;
}
