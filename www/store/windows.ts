import { database } from "./database";

/** Windows of one embedder: from its id and a space on, to before what comes after that space. */
const ofEmbedder = (embedder: string) => IDBKeyRange.bound(`${embedder} `, `${embedder}!`, false, true);

/** Vectors of windows that this browser keeps, undefined where it keeps none; by their keys, in their order. */
export async function keptVectors(
  embedder: string,
  keys: readonly string[],
): Promise<(Float32Array | undefined)[]> {
  try {
    const store = (await database()).transaction("windows").store;
    const kept = await Promise.all(keys.map((key) => store.get(`${embedder} ${key}`)));
    return kept.map((own) => own?.vector);
  } catch {
    return keys.map(() => undefined);
  }
}

/** Keeps the vector of a window; rejects where this browser keeps nothing or has no room. */
export async function keepVector(embedder: string, key: string, vector: Float32Array): Promise<void> {
  await (await database()).put("windows", { id: `${embedder} ${key}`, vector });
}

/** How many windows of an embedder this browser keeps. */
export async function countVectors(embedder: string): Promise<number> {
  try {
    return await (await database()).count("windows", ofEmbedder(embedder));
  } catch {
    return 0;
  }
}

export async function forgetVectors(embedder: string): Promise<void> {
  try {
    await (await database()).delete("windows", ofEmbedder(embedder));
  } catch {
    // Nothing is kept, then.
  }
}
