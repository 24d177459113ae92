import type { Problem } from "./messages";

/** An error that is known by its code; docs/error-codes.md lists those of the engine and those of the page. */
export class CodedError extends Error implements Problem {
  constructor(
    readonly code: string,
    readonly parameters: Problem["parameters"],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What an error is to whoever acts on it: `unexpected` where nobody gave it a code. */
export function problemOf(reason: unknown): Problem {
  const message = reason instanceof Error ? reason.message : String(reason);
  const { code, parameters } = reason instanceof Error ? (reason as Partial<Problem>) : {};
  return typeof code === "string"
    ? { code, parameters: parameters ?? {}, message }
    : { code: "page.unexpected", parameters: {}, message };
}
