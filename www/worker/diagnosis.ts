import { isExhausted, isMemoryRefused } from "../engine/memory";

/** A trap inside WebAssembly says "unreachable"; its name is what tells the page that this worker is no longer usable, and why. */
export function diagnose(
  thrown: unknown,
  memory: WebAssembly.Memory | undefined,
): { name: string; message: string } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const isExhaustion = error.name === "RuntimeError" && memory !== undefined && isExhausted(memory);
  const name = isExhaustion || isMemoryRefused(error) ? "OutOfMemory" : error.name;
  return { name, message: error.message };
}
