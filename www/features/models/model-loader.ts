import type { BackendOptions, BackendStatus } from "../../engine/backends";
import { Engine } from "../../engine/engine";
import { mayBeGraph } from "../../engine/graph-models";
import type { ModelDescription } from "../../engine/messages";
import type { ModelFolder, PresetFile } from "../../engine/model-files";
import { ModelRegistry } from "../../engine/model-registry";
import { withOwnModels } from "../../engine/own-model-assets";
import { expectSequences } from "./expect-sequences";
import type { InputTexts } from "../inputs/further-inputs";
import type { CallOptions } from "../../engine/rpc";
import { ownModelFile } from "./own-models";

/** A model that is ready to answer, and what its folder has beside the weights. */
export interface LoadedModel {
  engine: Engine;
  model: ModelDescription;
  folder: ModelFolder;
  presets: Promise<PresetFile | undefined>;
  /** Promoters to begin with, as FASTA. */
  example: Promise<string>;
  /** What goes with them, by the input that reads it. */
  exampleInputs: Promise<InputTexts>;
}

/** Makes an engine for each model that is asked for. */
export class ModelLoader {
  readonly registry: ModelRegistry;

  constructor(
    private readonly options: BackendOptions,
    private readonly onStatus: (engine: Engine, status: BackendStatus) => void,
  ) {
    this.registry = new ModelRegistry(withOwnModels(options.assets, ownModelFile));
  }

  /** An engine with the model, or with the default one where there is none of this name; `isRetry` where a stored copy may be damaged. */
  engine(id: string | undefined, isRetry = false): Engine {
    const engine: Engine = new Engine(
      this.options,
      (cache) => this.registry.open(id, isRetry ? "reload" : cache),
      (status) => this.onStatus(engine, status),
      mayBeGraph(id),
    );
    return engine;
  }

  /** Loads a model beside the one in use; nothing of it is left when that fails or is cancelled. */
  async loadBeside(id: string, options: CallOptions, isRetry: boolean): Promise<LoadedModel> {
    const engine = this.engine(id, isRetry);
    try {
      const loaded = await load(engine, options);
      options.signal?.throwIfAborted();
      return loaded;
    } catch (reason) {
      engine.rest();
      throw reason;
    }
  }
}

export async function load(engine: Engine, options?: CallOptions): Promise<LoadedModel> {
  // Small files, on their way while the weights are.
  const presets = engine.folder.then((folder) => folder.presets());
  const example = engine.folder.then((folder) => folder.example()).catch(() => "");
  const exampleInputs = engine.folder.then((folder) => folder.exampleInputs()).catch(() => []);
  presets.catch(() => undefined);
  const opening = engine.open(options);
  opening.catch(() => undefined);
  const folder = await engine.folder;
  expectSequences(folder.manifest);
  return { engine, model: await opening, folder, presets, example, exampleInputs };
}
