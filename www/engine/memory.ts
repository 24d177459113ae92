/** Browsers refuse memory with a RangeError, which deep recursion raises as well. */
export function isMemoryRefused(error: unknown): boolean {
  return error instanceof Error && error.name === "RangeError" && !/call stack/i.test(error.message);
}

const bytesPerPage = 65_536;
/** Where this much can still be had, something else has failed. */
const ampleBytes = 64 * 1024 ** 2;

/**
 * Whether an instance that has trapped had come to the end of its memory. The allocator's trap says no more than "unreachable", so this
 * asks for a good deal more; the instance must not be used again in any case.
 */
export function isExhausted(memory: WebAssembly.Memory): boolean {
  try {
    memory.grow(Math.max(memory.buffer.byteLength, ampleBytes) / bytesPerPage);
    return false;
  } catch {
    return true;
  }
}
