import { CodedError, problemOf } from "../engine/coded-error";
import type { Problem } from "../engine/messages";
import { sentence } from "../strings";
import { sentenceOf, type Code, type Said } from "../strings/sentences";

/** A sentence beside a field, with its code: an error stops something from being used, a note tells of a correction that was made. */
export interface Message extends Problem {
  kind: "error" | "note";
}

export const error = <C extends Code>(code: C, ...said: Said<C>): Message => ({
  kind: "error",
  ...problem(code, said),
});

export const note = <C extends Code>(code: C, ...said: Said<C>): Message => ({
  kind: "note",
  ...problem(code, said),
});

/** What the engine corrected, supposed or left out. */
export const noted = ({ code, parameters }: { code: Code; parameters: object }): Message => ({
  kind: "note",
  ...problem(code, [parameters]),
});

/** What the engine could not use. */
export const refused = (own: Problem): Message => ({
  ...own,
  kind: "error",
  message: sentence(own.message),
});

/** An error that was thrown, as it is said. */
export const failed = (reason: unknown): Message => ({ kind: "error", ...told(reason) });

/** How something stands that came to an end with an error. */
export const failure = (reason: unknown) => ({ state: "failed" as const, ...told(reason) });

/** An error to be thrown. */
export function refusal<C extends Code>(code: C, ...said: Said<C>): CodedError {
  const { parameters, message } = problem(code, said);
  return new CodedError(code, parameters, message);
}

export function describe(reason: unknown): string {
  return sentence(reason instanceof Error ? reason.message : String(reason));
}

/** What an error is, with a sentence that stands alone. */
export const told = (reason: unknown): Problem => ({ ...problemOf(reason), message: describe(reason) });

function problem(code: Code, [parameters = {}]: readonly object[]): Problem {
  return { code, parameters: parameters as Problem["parameters"], message: sentenceOf(code, parameters) };
}
