import { strings } from "../strings";

/** Why a file could not be had; without a status no server answered. */
export function downloadFailure(what: string, status?: number): string {
  if (status === undefined && !navigator.onLine) return strings.failures.offline(what);
  return strings.failures.download(what, status);
}
