import { relaxedSimd } from "wasm-feature-detect";
import { packedSuffix } from "./packed.ts";

/** What the first prediction waits for; catalogue and motifs come later. */
const firstFiles = ["manifest.json", "weights.safetensors", "presets.json", "example.fa"];

/** What goes with the example promoters, by the input that reads it, as `cisight` calls it. */
const isExampleInput = (name: string) => /^example-.+\.(fa|tsv)$/.test(name);

export const isFirst = (name: string) => firstFiles.includes(name) || isExampleInput(name);

interface Listed {
  entry: { id: string; packed: readonly string[] };
  names: readonly string[];
}

/** Addresses of the module that computes, for browsers that know relaxed SIMD and for others. */
export interface Modules {
  relaxed: string | undefined;
  plain: string | undefined;
}

interface Preloaded {
  folder: string;
  chosen: string | undefined;
  models: readonly Listed[];
  modules: Modules;
  /** Models that another module computes. */
  graphs: readonly string[];
}

/**
 * A small script that asks for the files of the link's model and for the module that computes it while the page's own script is still
 * loading: otherwise script and module, and registry, manifest and weights would be asked for one after the other. Where it comes after that script, it would ask for everything twice, and does nothing. A model that a visitor added has nothing to fetch.
 */
export function preloadScript({ folder, chosen, models, modules, graphs }: Preloaded): string {
  const files = Object.fromEntries(
    models.map(({ entry: { id, packed }, names }) => [
      id,
      [...firstFiles.filter((name) => names.includes(name)), ...names.filter(isExampleInput)].map(
        (name) => `./${folder}/${id}/${name}${packed.includes(name) ? packedSuffix : ""}`,
      ),
    ]),
  );
  return `(function () {
  if (performance.getEntriesByName("cisight:page").length) return;
  var files = ${JSON.stringify(files)};
  var named = /[#;]model=([^;]*)/.exec(location.hash);
  var id = named ? decoded(named[1]) : ${JSON.stringify(chosen ?? "")};
  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return "";
    }
  }
  function preload(address) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = address;
    document.head.appendChild(link);
  }
  preload("./${folder}/registry.json");
  if (!Object.prototype.hasOwnProperty.call(files, id)) return;
  files[id].forEach(preload);
  if (${JSON.stringify(graphs)}.indexOf(id) < 0) preloadModule();
  function preloadModule() {
    var modules = ${JSON.stringify(modules)};
    if (!modules.relaxed) return modules.plain && preload(modules.plain);
    (${relaxedSimd.toString()})().then(function (isKnown) {
      preload((isKnown && modules.relaxed) || modules.plain);
    });
  }
})();
`;
}
