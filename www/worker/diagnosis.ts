import { problemOf } from "../engine/coded-error";
import { isExhausted, isMemoryRefused } from "../engine/memory";
import type { Problem } from "../engine/messages";
import { isTrapError, trapCodes } from "../engine/traps";

/** What an error is; that of a trap, which says "unreachable", tells the page that this worker is no longer usable, and why. */
export function diagnose(thrown: unknown, memory: WebAssembly.Memory | undefined): Problem {
  const problem = problemOf(thrown);
  const isExhaustion =
    thrown instanceof Error && thrown.name === "RuntimeError" && memory !== undefined && isExhausted(memory);
  if (isExhaustion || isMemoryRefused(thrown)) return { ...problem, code: trapCodes.outOfMemory };
  return isTrapError(thrown) ? { ...problem, code: trapCodes.trapped } : problem;
}
