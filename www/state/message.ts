import { sentence } from "../strings";

/** A sentence beside a field: an error stops something from being used, a note tells of a correction that was made. */
export interface Message {
  kind: "error" | "note";
  text: string;
}

export const error = (text: string): Message => ({ kind: "error", text });
export const note = (text: string): Message => ({ kind: "note", text });

export function describe(reason: unknown): string {
  return sentence(reason instanceof Error ? reason.message : String(reason));
}
