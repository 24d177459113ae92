export interface NamedTensor {
  name: string;
  shape: number[];
  values: Float32Array;
}

const alignment = 8;

/** A safetensors file: the size of the header, the header as JSON, and the numbers. */
export function writeSafetensors(tensors: readonly NamedTensor[]): Uint8Array {
  // A map, as a name may be anything.
  const entries = new Map<string, unknown>();
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const data_offsets = [offset, (offset += values.byteLength)];
    entries.set(name, { dtype: "F32", shape, data_offsets });
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + Math.ceil(json.length / alignment) * alignment;
  const file = new Uint8Array(start + offset).fill(0x20, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  let at = start;
  for (const { values } of tensors) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}
