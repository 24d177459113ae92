export interface Array32 {
  shape: number[];
  values: Float32Array;
}
export type Weights = Map<string, Array32>;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Reads a safetensors file of 32-bit or 16-bit floats. */
export function readSafetensors(bytes: Uint8Array): Weights {
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + headerLength;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, Entry>;
  const weights: Weights = new Map();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === "__metadata__" || dtype.startsWith("I")) continue;
    const data = bytes.slice(start + data_offsets[0], start + data_offsets[1]).buffer;
    if (dtype === "F32") weights.set(name, { shape, values: new Float32Array(data) });
    else if (dtype === "F16")
      weights.set(name, { shape, values: Float32Array.from(new Uint16Array(data), fromHalf) });
    else throw new Error(`${name} is stored as ${dtype}, which the benchmark does not read`);
  }
  return weights;
}

/** Writes 32-bit floats. */
export function writeSafetensors(weights: Weights): Uint8Array {
  const header: Record<string, Entry> = {};
  let length = 0;
  for (const [name, { shape, values }] of weights) {
    header[name] = { dtype: "F32", shape, data_offsets: [length, length + values.byteLength] };
    length += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // The header is padded with spaces, so that the numbers lie at multiples of eight.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + length).fill(32, 8, 8 + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, 8);
  let at = 8 + headerLength;
  for (const { values } of weights.values()) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
