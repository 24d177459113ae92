import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { ExtractionOptions, GenomeReport } from "../engine/files-api";

/** The promoters of a genome that the visitor opened. */
export interface KeptGenome extends ExtractionOptions {
  id: string;
  /** Names of the files that it was read from. */
  files: string[];
  report: GenomeReport;
  /** What gene names are looked up in. */
  catalogue: Blob;
  fasta: Blob;
}

/** A model that the visitor added, with its files as a shipped model's folder has them. */
export interface KeptModel {
  id: string;
  /** JSON. */
  manifest: string;
  files: { name: string; content: Blob }[];
}

export interface Kept extends DBSchema {
  genomes: { key: string; value: KeptGenome };
  models: { key: string; value: KeptModel };
}

export type StoreName = "genomes" | "models";

let opening: Promise<IDBPDatabase<Kept>> | undefined;

/** What visitors keep in this browser; rejects where it keeps nothing, as some private windows do. */
export function database(): Promise<IDBPDatabase<Kept>> {
  if (!opening) {
    opening = openDB<Kept>("cisight", 1, {
      upgrade(kept) {
        for (const name of ["genomes", "models"] as const) kept.createObjectStore(name, { keyPath: "id" });
      },
      // Another tab with a later version of the page must not have to wait for this one.
      blocking: () => void opening?.then((kept) => kept.close()).finally(() => (opening = undefined)),
      terminated: () => (opening = undefined),
    });
    opening.catch(() => (opening = undefined));
  }
  return opening;
}
