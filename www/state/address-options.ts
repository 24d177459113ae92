import type { BackendChoice, BackendOptions } from "../engine/backends";

// Shaders of a first step are compiled within this time even by slow drivers.
export const defaultWatchdogMs = 20_000;

export function optionsFromAddress(search: string): Pick<BackendOptions, "choice" | "watchdogMs"> {
  const query = new URLSearchParams(search);
  const watchdogMs = Number(query.get("watchdogMs"));
  return {
    choice: backendChoice(query.get("backend")),
    watchdogMs: watchdogMs > 0 ? watchdogMs : defaultWatchdogMs,
  };
}

export function backendChoice(name: string | null | undefined): BackendChoice {
  return name === "cpu" || name === "webgpu" ? name : "auto";
}
