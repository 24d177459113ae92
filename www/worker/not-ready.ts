import { CodedError } from "../engine/coded-error";
import { failures } from "../strings/engine";

/** Something was asked for before what it needs was loaded. */
export function notReady(lacking: keyof typeof failures.notReady): CodedError {
  return new CodedError("worker.not-ready", { lacking }, failures.notReady[lacking]);
}
