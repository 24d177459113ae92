import { CodedError } from "./coded-error";
import { strings } from "../strings";
import type { Assets } from "./assets";
import { fetchJson } from "./files";
import type { Manifest } from "./manifest";
import { ModelFolder } from "./model-files";
import { isOwnModel } from "./own-model-assets";

export interface RegistryEntry {
  id: string;
  isDefault: boolean;
  /** Names of files in its folder that are stored compressed. */
  packed: readonly string[];
  /** What choosing it downloads, in bytes; absent in development. */
  size?: number;
}

interface ListedModel {
  id: string;
  default?: boolean;
  packed?: string[];
  size?: number;
}

const address = "models/registry.json";

/** Which models there are beside the page: models/registry.json, and a folder each. */
export class ModelRegistry {
  private reading: Promise<RegistryEntry[]> | undefined;
  private readonly folders = new Map<string, Promise<ModelFolder>>();

  constructor(private readonly assets: Assets) {}

  /** All models, the default one told apart. */
  entries(cache: RequestCache = "default"): Promise<RegistryEntry[]> {
    if (!this.reading || cache === "reload") {
      this.reading = this.read(cache);
      this.reading.catch(() => (this.reading = undefined));
    }
    return this.reading;
  }

  /** Opens the folder of a model, or of the default one where there is none of this name; `cache: "reload"` after a failure. */
  async open(wanted: string | undefined, cache: RequestCache = "default"): Promise<ModelFolder> {
    if (wanted !== undefined && isOwnModel(wanted)) {
      const own = await this.folder({ id: wanted }, cache).catch(() => undefined);
      if (own) return own;
    }
    const entries = await this.entries(cache);
    const entry = entries.find(({ id }) => id === wanted) ?? entries.find(({ isDefault }) => isDefault);
    if (!entry) throw new CodedError("registry.no-model", {}, strings.failures.noModel);
    return this.folder(entry, cache);
  }

  async manifest(id: string): Promise<Manifest> {
    const entry = isOwnModel(id) ? undefined : (await this.entries()).find((listed) => listed.id === id);
    return (await this.folder(entry ?? { id }, "default")).manifest;
  }

  /** What was read of a model is no longer so. */
  forget(id: string): void {
    this.folders.delete(id);
  }

  private folder(
    { id, packed = [] }: { id: string; packed?: readonly string[] },
    cache: RequestCache,
  ): Promise<ModelFolder> {
    const known = cache === "reload" ? undefined : this.folders.get(id);
    if (known) return known;
    const folder = ModelFolder.open(this.assets, id, packed, cache);
    this.folders.set(id, folder);
    folder.catch(() => this.folders.delete(id));
    return folder;
  }

  private async read(cache: RequestCache): Promise<RegistryEntry[]> {
    const listed = (await fetchJson(this.assets, address, cache)) as ListedModel[];
    const chosen = listed.find((entry) => entry.default) ?? listed[0];
    return listed.map(({ id, packed = [], size }, at) => ({
      ...{ id, packed, isDefault: listed[at] === chosen },
      ...(size !== undefined && { size }),
    }));
  }
}
