import { failures } from "../strings/engine";
import type { ModuleName } from "./assets";
import { CodedError } from "./coded-error";

/** The build of this copy of the page left a module out. */
export function moduleMissing(module: ModuleName): CodedError {
  return new CodedError("module.missing", { module }, failures.moduleMissing(module));
}

/** A script of a worker could not be loaded, in the browser's words. */
export function scriptMissing(cause: unknown): CodedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CodedError("worker.not-started", { reason }, reason, { cause });
}

/** A part of the page that this browser lacks. */
export function browserLacks(lacking: "webassembly" | "simd"): CodedError {
  const message = lacking === "simd" ? failures.noSimd : failures.noWebAssembly;
  return new CodedError("browser.lacks", { lacking }, message);
}
