import { relaxedSimd } from "wasm-feature-detect";

const builds = {
  relaxed: /^assets\/cpu-relaxed-[^/]+\.wasm\.gz$/,
  plain: /^assets\/cpu-(?!relaxed-)[^/]+\.wasm\.gz$/,
};

const urlOf = (entry: string | { url: string }) => (typeof entry === "string" ? entry : entry.url);

/** A list of files without that one of the two builds for the processor which this browser does not load. */
export async function usable<Entry extends string | { url: string }>(entries: Entry[]): Promise<Entry[]> {
  const hasBuild = entries.some((entry) => builds.relaxed.test(urlOf(entry)));
  const unused = hasBuild && (await relaxedSimd()) ? builds.plain : builds.relaxed;
  return entries.filter((entry) => !unused.test(urlOf(entry)));
}
