import type { BackendChoice, BackendOptions } from "../engine/backends";

// Shaders of a first step are compiled within this time even by slow drivers.
const defaultWatchdogMs = 20_000;
// An adapter that is worth it has a part in a fraction of this.
const defaultPatienceMs = 1000;

export const defaultLimits = { watchdogMs: defaultWatchdogMs, patienceMs: defaultPatienceMs };

export function optionsFromAddress(search: string): Omit<BackendOptions, "assets"> {
  const query = new URLSearchParams(search);
  const positive = (name: keyof typeof defaultLimits) =>
    Number(query.get(name)) > 0 ? Number(query.get(name)) : defaultLimits[name];
  return {
    choice: backendChoice(query.get("backend")),
    watchdogMs: positive("watchdogMs"),
    patienceMs: positive("patienceMs"),
  };
}

export function backendChoice(name: string | null | undefined): BackendChoice {
  return name === "cpu" || name === "webgpu" ? name : "auto";
}
