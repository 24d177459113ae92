import type { Frame } from "./messages";

/** What the page itself reads of a model's manifest.json; the engine reads all of it. */
export interface Manifest {
  version?: string;
  title?: string;
  species?: string;
  members?: number;
  input?: { window?: number; anchor?: string; frame?: Frame };
  tfs?: unknown[];
  output?: { name?: string; unit?: string };
  weights?: { file?: string; bytes?: number };
  /** Further files of the folder, which a model may come without. */
  presets?: string;
  catalogue?: string;
  motifs?: string;
  example?: string;
}

/** What a model reads and predicts, known before its weights are. */
export interface ModelSummary {
  id: string;
  version: string;
  title: string;
  species: string;
  members: number;
  window: number;
  anchor: string;
  frame?: Frame;
  /** Whether genes can be looked up in a genome that comes with it. */
  hasCatalogue: boolean;
  tfCount: number;
  outputName: string;
  outputUnit: string;
}

export function summaryOf(id: string, manifest: Manifest): ModelSummary {
  const { version = "", title = id, species = "", members = 1, input, tfs = [], output } = manifest;
  return {
    ...{ id, version, title, members },
    // What an import writes where nobody said.
    species: species === "unknown" ? "" : species,
    window: input?.window ?? 0,
    anchor: input?.anchor ?? "",
    ...(input?.frame && { frame: input.frame }),
    hasCatalogue: Boolean(manifest.catalogue),
    tfCount: tfs.length,
    outputName: output?.name ?? "",
    outputUnit: output?.unit ?? "",
  };
}
