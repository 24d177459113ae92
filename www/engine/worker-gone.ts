import { failures } from "../strings/engine";
import { CodedError } from "./coded-error";
import { WorkerLost } from "./rpc";
import { trapCodes } from "./traps";

/** What the visitor reads when a worker was lost and no other one could help; any other error as it is. */
export function workerGone(error: unknown): unknown {
  if (!(error instanceof WorkerLost)) return error;
  const { code, parameters, message, outOfMemory } = error;
  if (outOfMemory) return new CodedError(trapCodes.outOfMemory, {}, failures.outOfMemory, { cause: error });
  return new CodedError(code, parameters, failures.workerLost(message), { cause: error });
}
