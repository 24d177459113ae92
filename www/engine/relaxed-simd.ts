/** A function that does nothing but `f32x4.relaxed_madd`: browsers that do not know the instruction refuse the module. */
const probe = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // One function, () -> v128.
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  // Its code: three times i32.const 0, i32x4.splat; then the instruction, and the end.
  ...[0x0a, 0x13, 0x01, 0x11, 0x00],
  ...[0x41, 0x00, 0xfd, 0x11, 0x41, 0x00, 0xfd, 0x11, 0x41, 0x00, 0xfd, 0x11],
  ...[0xfd, 0x85, 0x02, 0x0b],
]);

/**
 * Whether the browser multiplies and adds in one instruction where the processor does (WebAssembly's relaxed SIMD), so that it can run the
 * build that is quicker by it.
 */
export function hasRelaxedSimd(): boolean {
  return typeof WebAssembly !== "undefined" && WebAssembly.validate(probe);
}
