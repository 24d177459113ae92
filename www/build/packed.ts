import { gzipSync } from "node:zlib";

export { packedSuffix } from "../engine/packed.ts";

// Below this a request costs more than what it carries.
const smallest = 16 * 1024;
const worthwhile = 0.95;

export const packed = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9 });

/** The compressed form of a file, where that saves a visitor anything. */
export function packedIfSmaller(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < smallest) return undefined;
  const result = packed(bytes);
  return result.length < worthwhile * bytes.length ? result : undefined;
}
