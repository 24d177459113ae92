import type { Engine } from "../engine/engine";
import type { ModelDescription } from "../engine/messages";
import type { ModelFolder, PresetFile } from "../engine/model-files";
import type { CallOptions } from "../engine/rpc";

/** A model that is ready to answer, and what its folder has beside the weights. */
export interface LoadedModel {
  engine: Engine;
  model: ModelDescription;
  folder: ModelFolder;
  presets: Promise<PresetFile | undefined>;
  /** Promoters to begin with, as FASTA. */
  example: Promise<string>;
}

export async function loadModel(engine: Engine, options?: CallOptions): Promise<LoadedModel> {
  // Small files, on their way while the weights are.
  const presets = engine.folder.then((folder) => folder.presets());
  const example = engine.folder.then((folder) => folder.example()).catch(() => "");
  presets.catch(() => undefined);
  const model = await engine.open(options);
  return { engine, model, folder: await engine.folder, presets, example };
}
