import type { Assets } from "./assets";

const prefix = "own-";
const address = new RegExp(`^models/(${prefix}[^/]+)/([^/]+)$`);

/** Whether an id is that of a model that a visitor added: no shipped one begins so. */
export const isOwnModel = (id: string) => id.startsWith(prefix);

/** An id for a model of that title; `taken` are those that there are. */
export function ownModelId(title: string, taken: readonly string[]): string {
  const name = nameForAddress(title) || "model";
  let id = prefix + name;
  for (let number = 2; taken.includes(id); number++) id = `${prefix}${name}-${number}`;
  return id;
}

/** Small letters, digits and hyphens. */
export function nameForAddress(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 48);
}

/** The same files, and those of models that the visitor added, as if they lay beside the page. */
export function withOwnModels(
  assets: Assets,
  read: (id: string, name: string) => Promise<Blob | undefined>,
): Assets {
  return {
    ...assets,
    file: async (name, cache, signal) => {
      const [, id, file] = address.exec(decodeURIComponent(name)) ?? [];
      if (id === undefined || file === undefined) return assets.file(name, cache, signal);
      const content = await read(id, file);
      return content ? new Response(content) : new Response(null, { status: 404 });
    },
  };
}
