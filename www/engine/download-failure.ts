import { strings } from "../strings";
import { CodedError } from "./coded-error";

/** Why a file could not be had; without a status no server answered. */
export function downloadFailure(what: string, status?: number): CodedError {
  if (status === undefined && !navigator.onLine)
    return new CodedError("download.offline", { what }, strings.failures.offline(what));
  return new CodedError("download.failed", { what, status }, strings.failures.download(what, status));
}

/** What came of a file ended before its end. */
export function cutShort(what: string, cause: unknown): CodedError {
  return new CodedError("download.cut-short", { what }, strings.failures.cutShort(what), { cause });
}
