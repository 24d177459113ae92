import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { HtmlTagDescriptor, Plugin } from "vite";

/**
 * Copies the models, or the default one alone, into the build and lets the page fetch the default one while its script is still loading: without
 * the preloads, registry, manifest and weights would be asked for one after the other. In development Vite's own server answers `models/...`.
 */
export function shippedModels(folder: string, { onlyDefault = false } = {}): Plugin {
  let root = ".";
  let outDir = "dist";
  return {
    name: "cisight-models",
    apply: "build",
    configResolved(config) {
      root = config.root;
      outDir = resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => preloads(join(root, folder), folder),
    writeBundle() {
      const [from, to] = [join(root, folder), join(outDir, folder)];
      const model = onlyDefault ? defaultModel(from) : undefined;
      if (model !== undefined) {
        cpSync(join(from, model), join(to, model), { recursive: true });
        writeFileSync(join(to, "registry.json"), JSON.stringify([{ id: model, default: true }]));
      } else if (existsSync(from)) cpSync(from, to, { recursive: true });
      else this.warn(`there is no folder ${folder}/: the page will start without a model`);
    },
  };
}

/** The model the page starts with, by its folder's name. */
export function defaultModel(folder: string): string | undefined {
  const registry = join(folder, "registry.json");
  if (!existsSync(registry)) return undefined;
  const models = JSON.parse(readFileSync(registry, "utf8")) as { id: string; default?: boolean }[];
  return (models.find((entry) => entry.default) ?? models[0])?.id;
}

function preloads(folder: string, address: string): HtmlTagDescriptor[] {
  const model = defaultModel(folder);
  if (!model) return [];
  return ["manifest.json", "weights.safetensors", "presets.json", "example.fa"]
    .filter((name) => existsSync(join(folder, model, name)))
    .map((name) => `./${address}/${model}/${name}`)
    .concat(`./${address}/registry.json`)
    .map((href) => ({
      tag: "link",
      attrs: { rel: "preload", as: "fetch", crossorigin: "anonymous", href },
      injectTo: "head",
    }));
}
