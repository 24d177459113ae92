/** A tensor to be written: its numbers are written, little-endian, into the bytes that `write` is given. */
export interface TensorToWrite {
  name: string;
  dtype: string;
  shape: number[];
  bytes: number;
  write(target: Uint8Array): void;
}

const headerLengthBytes = 8;

/** A safetensors file: the header's length, the header as JSON, the numbers. `allocate` gives the memory of the whole file. */
export function safetensorsFile(
  tensors: TensorToWrite[],
  allocate: (bytes: number) => Uint8Array,
): Uint8Array {
  let end = 0;
  const placed = tensors.map((tensor) => ({ tensor, begin: end, end: (end += tensor.bytes) }));
  const description = placed.map(({ tensor: { name, dtype, shape }, begin, end }) => [
    name,
    { dtype, shape, data_offsets: [begin, end] },
  ]);
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(description)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const data = headerLengthBytes + headerBytes;
  const file = allocate(data + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, headerLengthBytes);
  file.fill(0x20, headerLengthBytes + json.length, data);
  for (const { tensor, begin, end } of placed) tensor.write(file.subarray(data + begin, data + end));
  return file;
}
