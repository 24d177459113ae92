import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { packedIfSmaller, packedSuffix } from "./packed.ts";
import { isFirst, preloadScript, type Modules } from "./preload.ts";

interface Entry {
  id: string;
  default?: boolean;
  /** Files of the folder that are there in their compressed form alone. */
  packed?: readonly string[];
  /** What choosing the model downloads, in bytes. */
  size?: number;
}

/**
 * Puts the models, or the default one alone, into the build, what is large in them compressed. In development Vite's own server answers
 * `models/...`, and nothing is compressed.
 */
export function shippedModels(folder: string, { onlyDefault = false } = {}): Plugin {
  let root = ".";
  return {
    name: "cisight-models",
    apply: "build",
    config: () => ({ define: { __GRAPH_MODELS__: JSON.stringify(graphModels(folder)) } }),
    configResolved: (config) => void (root = config.root),
    transformIndexHtml: () => [
      { tag: "script", attrs: { async: true, src: "./preload.js" }, injectTo: "head" },
    ],
    generateBundle(_, bundle) {
      const from = join(root, folder);
      if (!existsSync(from)) this.warn(`there is no folder ${folder}/: the page will start without a model`);
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName, source });
      const chosen = defaultModel(from);
      const listed = registry(from)
        .filter(({ id }) => !onlyDefault || id === chosen)
        .map((entry) => {
          const files = filesOf(join(from, entry.id));
          for (const { name, bytes, packed } of files)
            emit(`${folder}/${entry.id}/${name}${packed ? packedSuffix : ""}`, packed ?? bytes);
          const packed = files.filter((file) => file.packed).map(({ name }) => name);
          const first = files.filter(({ name }) => isFirst(name));
          const size = first.reduce((sum, file) => sum + (file.packed ?? file.bytes).length, 0);
          return { entry: { ...entry, packed, size }, names: files.map(({ name }) => name) };
        });
      for (const { entry } of listed) {
        const isPacked = ([id, name]: readonly [string, string]) =>
          listed.some((other) => other.entry.id === id && other.entry.packed.includes(name));
        entry.packed.push(
          ...sharedFiles(join(from, entry.id))
            .filter(isPacked)
            .map(([id, name]) => `../${id}/${name}`),
        );
      }
      emit(`${folder}/registry.json`, JSON.stringify(listed.map(({ entry }) => entry)));
      if (onlyDefault) return;
      const [modules, graphs] = [modulesIn(Object.keys(bundle)), graphModels(from)];
      emit("preload.js", preloadScript({ folder, chosen, models: listed, modules, graphs }));
    },
  };
}

/** What the build calls the modules that compute on the processor. */
function modulesIn(files: readonly string[]): Modules {
  const named = (build: string) => {
    const name = files.find((file) => new RegExp(`^assets/${build}-[\\w-]{8}\\.wasm\\.gz$`).test(file));
    return name && `./${name}`;
  };
  return { relaxed: named("cpu-relaxed"), plain: named("cpu") };
}

/** The model the page starts with, by its folder's name. */
export function defaultModel(folder: string): string | undefined {
  const models = registry(folder);
  return (models.find((entry) => entry.default) ?? models[0])?.id;
}

/** Models that were read as graphs, which the page computes with another build of the engine. */
function graphModels(folder: string): string[] {
  const architecture = (id: string) =>
    (JSON.parse(readFileSync(join(folder, id, "manifest.json"), "utf8")) as { architecture?: string })
      .architecture;
  return registry(folder)
    .map(({ id }) => id)
    .filter((id) => architecture(id) === "graph");
}

function registry(folder: string): Entry[] {
  const file = join(folder, "registry.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Entry[]) : [];
}

/** The files of other models' folders that a manifest names, such as `../other/catalogue.safetensors`: model and file. */
function sharedFiles(folder: string): (readonly [string, string])[] {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<
    string,
    unknown
  > & {
    example_inputs?: Record<string, string>;
  };
  const kinds = ["presets", "catalogue", "evidence", "motifs", "grammar", "example"];
  const named = [...kinds.map((kind) => manifest[kind]), ...Object.values(manifest.example_inputs ?? {})];
  return named.flatMap((file) => {
    const [, id, name] = /^\.\.\/([^/]+)\/([^/]+)$/.exec(String(file)) ?? [];
    return id !== undefined && name !== undefined ? [[id, name] as const] : [];
  });
}

/** The manifest is never compressed: it is what a folder is known by. */
function filesOf(folder: string) {
  return readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, bytes, packed: name === "manifest.json" ? undefined : packedIfSmaller(bytes) };
  });
}
