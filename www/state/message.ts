import { CodedError } from "../engine/coded-error";
import type { Problem } from "../engine/messages";
import { sentence } from "../strings";

/** A sentence beside a field: an error stops something from being used, a note tells of a correction that was made. */
export interface Message {
  kind: "error" | "note";
  text: string;
  /** What an error is, where it is known. */
  problem?: Problem;
}

export const error = (text: string): Message => ({ kind: "error", text });
export const note = (text: string): Message => ({ kind: "note", text });

/** An error as it is said, with its code where it has one. */
export const failed = (reason: unknown): Message => ({
  ...error(describe(reason)),
  ...(reason instanceof CodedError && { problem: reason }),
});

export function describe(reason: unknown): string {
  return sentence(reason instanceof Error ? reason.message : String(reason));
}
