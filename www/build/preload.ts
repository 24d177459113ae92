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

/**
 * A small script that asks for the files of the link's model while the page's own script is still loading: otherwise registry, manifest and
 * weights would be asked for one after the other. Where it comes after that script, it would ask for everything twice, and does nothing. A model that a visitor added has nothing to fetch.
 */
export function preloadScript(folder: string, chosen: string | undefined, models: Listed[]): string {
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
  if (Object.prototype.hasOwnProperty.call(files, id)) files[id].forEach(preload);
})();
`;
}
