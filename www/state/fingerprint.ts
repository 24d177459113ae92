/**
 * A short name for a content: the same content has the same one, another content practically never (two FNV-1a hashes of 32 bits with different
 * primes). It tells what an edit was made on; nothing depends on its being hard to forge.
 */
export function fingerprint(length: number, codeAt: (index: number) => number): string {
  let [one, other] = [0x811c9dc5, 0x2f0b4a27 ^ length];
  for (let at = 0; at < length; at++) {
    const code = codeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 15;
  }
  return [one, other].map((hash) => (hash >>> 0).toString(36)).join("-");
}

export const ofText = (text: string): string => fingerprint(text.length, (at) => text.charCodeAt(at));

export function ofLevels(levels: Float32Array): string {
  const bits = new Uint32Array(levels.buffer, levels.byteOffset, levels.length);
  return fingerprint(bits.length, (at) => bits[at] ?? 0);
}
