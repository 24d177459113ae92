import type { BackendName } from "./messages";

/** The builds of the engine: two that compute, and one that reads genomes and checkpoints too. */
export type ModuleName = BackendName | "files";

/** Where the engine's files are: beside the page, in a folder of another site, or inside the page itself. */
export interface Assets {
  /** Starts the script of a worker that computes. */
  startWorker(): Worker;
  /** Starts the script of the worker that reads a visitor's genomes and models. */
  startFilesWorker(): Worker;
  /** Whether this copy was made with that build of the engine. */
  has(module: ModuleName): boolean;
  /** A build of the engine, compressed or not. */
  module(module: ModuleName): Promise<Response>;
  /** A file by its name, for example "models/registry.json". */
  file(name: string, cache: RequestCache, signal?: AbortSignal): Promise<Response>;
}

/** The same mode as the preload links', or the browser would fetch the file a second time. */
export function fetchAsset(
  address: string | URL,
  cache: RequestCache = "default",
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(address, { mode: "cors", credentials: "same-origin", cache, ...(signal && { signal }) });
}
