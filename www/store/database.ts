import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { ExtractionOptions, GenomeReport } from "../engine/files-api";

/** A further stretch of each gene, which a model of several sequences reads beside the promoter. */
export interface FurtherCut extends Pick<ExtractionOptions, "anchor" | "length" | "downstream"> {
  /** How many genes have it. */
  genes: number;
  fasta: Blob;
}

/** The promoters of a genome that the visitor opened. */
export interface KeptGenome extends ExtractionOptions {
  id: string;
  /** Names of the files that it was read from. */
  files: string[];
  report: GenomeReport;
  /** What gene names are looked up in. */
  catalogue: Blob;
  fasta: Blob;
  further?: FurtherCut[];
  /** The files themselves, for what lies beyond the promoters; absent where there was no room. */
  sources?: File[];
}

/** A model that the visitor added, with its files as a shipped model's folder has them. */
export interface KeptModel {
  id: string;
  /** JSON. */
  manifest: string;
  files: { name: string; content: Blob }[];
}

/** A network that makes embeddings, which the visitor added. */
export interface KeptEmbedder {
  /** Of its weights: an embedder that is added again takes its own place. */
  id: string;
  title: string;
  /** JSON. */
  manifest: string;
  weights: Blob;
}

/** The vector of a window that was embedded. */
export interface KeptWindow {
  /** The embedder's id, a space, and what tells the window from any other. */
  id: string;
  vector: Float32Array;
}

/** What the visitor did in a tab, in a few words. */
export interface WorkHead {
  /** Of the tab, or of another one that took it over. */
  id: string;
  /** Where it was done, and is offered again: the page, frames, or elements of other pages. */
  place: string;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** The address of the page at that time, from "#" on. */
  hash: string;
  /** Whether something of it was typed or edited, rather than chosen. */
  isTyped: boolean;
  /** Whether the visitor put it off: then it waits to be asked for. */
  isDeclined?: true;
  /** What it consists of, for the visitor. */
  summary: string;
  /** In characters. */
  size: number;
}

/** Read as a file of unknown origin is: an older version of the page may have written it. */
export interface WorkBody {
  id: string;
  content: unknown;
}

export interface Kept extends DBSchema {
  genomes: { key: string; value: KeptGenome };
  models: { key: string; value: KeptModel };
  embedders: { key: string; value: KeptEmbedder };
  windows: { key: string; value: KeptWindow };
  work: { key: string; value: WorkHead };
  workBodies: { key: string; value: WorkBody };
}

const stores = ["genomes", "models", "embedders", "windows", "work", "workBodies"] as const;

export type StoreName = "genomes" | "models" | "embedders";

let opening: Promise<IDBPDatabase<Kept>> | undefined;

/** What visitors keep in this browser; rejects where it keeps nothing, as some private windows do. */
export function database(): Promise<IDBPDatabase<Kept>> {
  if (!opening) {
    opening = openDB<Kept>("cisight", 3, {
      upgrade(kept) {
        for (const name of stores)
          if (!kept.objectStoreNames.contains(name)) kept.createObjectStore(name, { keyPath: "id" });
      },
      // Another tab with a later version of the page must not have to wait for this one.
      blocking: () => void opening?.then((kept) => kept.close()).finally(() => (opening = undefined)),
      terminated: () => (opening = undefined),
    });
    opening.catch(() => (opening = undefined));
  }
  return opening;
}
