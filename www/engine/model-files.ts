import type { Assets } from "./assets";
import { fetchBytes, fetchText, parseJson } from "./files";
import type { Manifest } from "./manifest";
import type { ModelFiles } from "./model-worker";
import { packedSuffix } from "./packed";
import type { CallOptions } from "./rpc";

export interface PresetFile {
  source: string;
  unit: string;
  tfs: string[];
  conditions: {
    id: string;
    name: string;
    series: string;
    heldOut: boolean;
    /** Its heading in the source's own table, as R writes it. */
    sourceColumn?: string;
    values: (number | null)[];
  }[];
}

const card = "MODEL_CARD.md";

/** A file of the folder of another model, which this one shares. */
const shared = /^\.\.\/([^/]+)\/([^/]+)$/;

/** The files of one shipped model. */
export class ModelFolder {
  private constructor(
    readonly id: string,
    /** The names of the files that are stored compressed, as the manifest has them. */
    private readonly packed: ReadonlySet<string>,
    private readonly assets: Assets,
    private readonly cache: RequestCache,
    private readonly manifestText: string,
    readonly manifest: Manifest,
  ) {}

  /** `cache: "reload"` after a failure, when a stored copy may be what is damaged. */
  static async open(
    assets: Assets,
    id: string,
    packed: readonly string[],
    cache: RequestCache = "default",
  ): Promise<ModelFolder> {
    const address = `${folderOf(id)}manifest.json`;
    const text = await fetchText(assets, address, cache);
    return new ModelFolder(id, new Set(packed), assets, cache, text, parseJson(address, text) as Manifest);
  }

  /** Every file that the model may be asked for, by its address beside the page; without the evidence, which few look at. */
  get addresses(): string[] {
    const { presets, catalogue, motifs, grammar, example, example_inputs = {} } = this.manifest;
    const names = ["manifest.json", this.weightsName, card, presets, catalogue, motifs, grammar, example];
    return [...names, ...Object.values(example_inputs)].flatMap((name) =>
      name ? [this.addressOf(name)] : [],
    );
  }

  get hasCatalogue(): boolean {
    return Boolean(this.manifest.catalogue);
  }

  async files(options?: CallOptions): Promise<ModelFiles> {
    const weights = await this.bytes(this.weightsName, options, this.manifest.weights?.bytes);
    return { manifest: this.manifestText, weights };
  }

  /** Measured conditions; undefined where the model brings none. */
  async presets(): Promise<PresetFile | undefined> {
    const { presets } = this.manifest;
    if (!presets) return undefined;
    return parseJson(this.addressOf(presets), await this.text(presets)) as PresetFile;
  }

  /** Promoters to begin with, as FASTA; nothing where it brings none. */
  async example(): Promise<string> {
    const { example } = this.manifest;
    return example ? this.text(example) : "";
  }

  /** What goes with those promoters, by the input that reads it. */
  exampleInputs(): Promise<[input: string, text: string][]> {
    const files = Object.entries(this.manifest.example_inputs ?? {});
    return Promise.all(
      files.map(async ([input, name]): Promise<[string, string]> => [input, await this.text(name)]),
    );
  }

  /** The motif matrices of the model's TFs; nothing where it brings none. */
  async motifs(): Promise<string> {
    const { motifs } = this.manifest;
    return motifs ? this.text(motifs) : "";
  }

  /** What its features are read from, and what keeps company; nothing where it brings none. */
  async grammar(): Promise<string> {
    const { grammar } = this.manifest;
    return grammar ? this.text(grammar) : "";
  }

  card(): Promise<string> {
    return this.text(card);
  }

  catalogue(): Promise<Uint8Array> {
    return this.bytes(this.manifest.catalogue ?? "catalogue.safetensors");
  }

  /** What experiments found of the catalogue's genes. */
  evidence(): Promise<Uint8Array> {
    return this.bytes(this.manifest.evidence ?? "evidence.safetensors");
  }

  private get weightsName(): string {
    return this.manifest.weights?.file ?? "weights.safetensors";
  }

  private addressOf(name: string): string {
    const [, other, file] = shared.exec(name) ?? [];
    const place =
      other !== undefined && file !== undefined ? folderOf(other) + file : folderOf(this.id) + name;
    return place + (this.packed.has(name) ? packedSuffix : "");
  }

  private text(name: string): Promise<string> {
    return fetchText(this.assets, this.addressOf(name), this.cache);
  }

  private bytes(name: string, options?: CallOptions, size?: number): Promise<Uint8Array> {
    return fetchBytes(this.assets, this.addressOf(name), this.cache, options, size);
  }
}

function folderOf(id: string): string {
  return `models/${encodeURIComponent(id)}/`;
}
