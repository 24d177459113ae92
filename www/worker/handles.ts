import { isTrapError } from "../engine/traps";

/** Something that lives in a WebAssembly instance until it is freed. */
interface Handle {
  free(): void;
}

/** Does something with a handle and frees it, whatever happens. */
export async function withHandle<H extends Handle, Result>(
  handle: H,
  work: (handle: H) => Promise<Result> | Result,
): Promise<Result> {
  let result: Result;
  try {
    result = await work(handle);
  } catch (error) {
    freeAfter(error, handle);
    throw error;
  }
  handle.free();
  return result;
}

/**
 * Frees a handle that something went wrong with. After a trap nothing of the instance may be touched: what is still borrowed there cannot
 * be freed, and the complaint about that would hide the trap, so that the instance would be used again.
 */
export function freeAfter(error: unknown, handle: Handle): void {
  if (!isTrapError(error)) handle.free();
}
