import { strings } from "../strings";
import type { Assets } from "./assets";
import { downloadFailure } from "./download-failure";
import type { ModelFiles } from "./model-worker";

export interface PresetFile {
  source: string;
  unit: string;
  tfs: string[];
  conditions: { id: string; name: string; series: string; heldOut: boolean; values: (number | null)[] }[];
}

/** The files of one shipped model. */
export class ModelFolder {
  private constructor(
    private readonly assets: Assets,
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
  static async open(assets: Assets, cache: RequestCache = "default"): Promise<ModelFolder> {
    const registryText = await fetchText(assets, "models/registry.json", cache);
    const registry = parseJson("models/registry.json", registryText) as { id: string; default?: boolean }[];
    const model = registry.find((entry) => entry.default) ?? registry[0];
    if (!model) throw new Error(strings.failures.noModel);
    const folder = `models/${encodeURIComponent(model.id)}/`;
    const text = await fetchText(assets, `${folder}manifest.json`, cache);
    const manifest = parseJson(`${folder}manifest.json`, text) as object;
    return new ModelFolder(assets, folder, cache, text, manifest);
  }

  async files(): Promise<ModelFiles> {
    const weights = await this.bytes(this.manifest.weights?.file ?? "weights.safetensors");
    return { manifest: this.manifestText, weights };
  }

  async presets(): Promise<PresetFile> {
    const name = this.manifest.presets ?? "presets.json";
    return parseJson(this.folder + name, await this.text(name)) as PresetFile;
  }

  example(): Promise<string> {
    return this.text(this.manifest.example ?? "example.fa");
  }

  /** The motif matrices of the model's TFs; nothing where it brings none. */
  async motifs(): Promise<string> {
    const { motifs } = this.manifest;
    return motifs ? this.text(motifs) : "";
  }

  card(): Promise<string> {
    return this.text("MODEL_CARD.md");
  }

  catalogue(): Promise<Uint8Array> {
    return this.bytes(this.manifest.catalogue ?? "catalogue.safetensors");
  }

  private text(name: string): Promise<string> {
    return fetchText(this.assets, this.folder + name, this.cache);
  }

  private async bytes(name: string): Promise<Uint8Array> {
    const address = this.folder + name;
    const response = await fetchFile(this.assets, address, this.cache);
    return new Uint8Array(await read(address, response.arrayBuffer()));
  }
}

async function fetchFile(assets: Assets, address: string, cache: RequestCache): Promise<Response> {
  const response = await assets.file(address, cache).catch(() => undefined);
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

async function fetchText(assets: Assets, address: string, cache: RequestCache): Promise<string> {
  return read(address, (await fetchFile(assets, address, cache)).text());
}

function parseJson(address: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(strings.failures.notJson(address), { cause: error });
  }
}
