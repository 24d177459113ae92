import { strings } from "../strings";
import { downloadFailure } from "./download-failure";
import type { ModelFiles } from "./model-worker";

export interface PresetFile {
  source: string;
  unit: string;
  tfs: string[];
  conditions: { id: string; name: string; series: string; heldOut: boolean; values: (number | null)[] }[];
}

/** The files of one shipped model, at addresses relative to the page. */
export class ModelFolder {
  private constructor(
    private readonly folder: string,
    private readonly cache: RequestCache,
    private readonly manifestText: string,
    private readonly manifest: {
      presets?: string;
      catalogue?: string;
      motifs?: string;
      example?: string;
      weights?: { file?: string };
    },
  ) {}

  /** Opens the default model; `cache: "reload"` after a failure, when a stored copy may be what is damaged. */
  static async open(cache: RequestCache = "default"): Promise<ModelFolder> {
    const registryText = await fetchText("models/registry.json", cache);
    const registry = parseJson("models/registry.json", registryText) as { id: string; default?: boolean }[];
    const model = registry.find((entry) => entry.default) ?? registry[0];
    if (!model) throw new Error(strings.failures.noModel);
    const folder = `models/${encodeURIComponent(model.id)}/`;
    const text = await fetchText(`${folder}manifest.json`, cache);
    return new ModelFolder(folder, cache, text, parseJson(`${folder}manifest.json`, text) as object);
  }

  async files(): Promise<ModelFiles> {
    const weights = await fetchBytes(
      this.folder + (this.manifest.weights?.file ?? "weights.safetensors"),
      this.cache,
    );
    return { manifest: this.manifestText, weights };
  }

  async presets(): Promise<PresetFile> {
    const address = this.folder + (this.manifest.presets ?? "presets.json");
    return parseJson(address, await fetchText(address, this.cache)) as PresetFile;
  }

  example(): Promise<string> {
    return fetchText(this.folder + (this.manifest.example ?? "example.fa"), this.cache);
  }

  /** The motif matrices of the model's TFs; nothing where it brings none. */
  async motifs(): Promise<string> {
    const { motifs } = this.manifest;
    return motifs ? fetchText(this.folder + motifs, this.cache) : "";
  }

  card(): Promise<string> {
    return fetchText(`${this.folder}MODEL_CARD.md`, this.cache);
  }

  catalogue(): Promise<Uint8Array> {
    return fetchBytes(this.folder + (this.manifest.catalogue ?? "catalogue.safetensors"), this.cache);
  }
}

async function fetchFile(address: string, cache: RequestCache): Promise<Response> {
  // The same mode as the preload links', or the browser would fetch the file a second time.
  const response = await fetch(address, { mode: "cors", credentials: "same-origin", cache }).catch(
    () => undefined,
  );
  if (!response?.ok) throw new Error(downloadFailure(strings.failures.file(address), response?.status));
  return response;
}

async function read<T>(address: string, body: Promise<T>): Promise<T> {
  try {
    return await body;
  } catch (error) {
    throw new Error(strings.failures.cutShort(address), { cause: error });
  }
}

async function fetchText(address: string, cache: RequestCache): Promise<string> {
  return read(address, (await fetchFile(address, cache)).text());
}

async function fetchBytes(address: string, cache: RequestCache): Promise<Uint8Array> {
  return new Uint8Array(await read(address, (await fetchFile(address, cache)).arrayBuffer()));
}

function parseJson(address: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(strings.failures.notJson(address), { cause: error });
  }
}
