import { database, type WorkBody, type WorkHead } from "./database";

const mostKept = 6;
/** In characters, all work together. */
const mostKeptSize = 100_000_000;

/** Newest first; empty where this browser keeps nothing. */
export async function listWork(place: string): Promise<WorkHead[]> {
  try {
    const heads = await (await database()).getAll("work");
    return heads.filter((head) => head.place === place).sort((a, b) => b.savedAt - a.savedAt);
  } catch {
    return [];
  }
}

export async function workBody(id: string): Promise<WorkBody | undefined> {
  return (await database()).get("workBodies", id);
}

/** Puts work in the place of that of the same id, and what is oldest out, but none of `inUse`; rejects where it cannot be kept. */
export async function putWork(head: WorkHead, body: WorkBody, inUse: readonly string[]): Promise<void> {
  const change = (await database()).transaction(["work", "workBodies"], "readwrite");
  const [heads, bodies] = [change.objectStore("work"), change.objectStore("workBodies")];
  await Promise.all([heads.put(head), bodies.put(body)]);
  let [count, size] = [0, 0];
  for (const { id, size: its } of (await heads.getAll()).sort((a, b) => b.savedAt - a.savedAt)) {
    [count, size] = [count + 1, size + its];
    const isTooMuch = count > mostKept || size > mostKeptSize;
    if (isTooMuch && id !== head.id && !inUse.includes(id))
      await Promise.all([heads.delete(id), bodies.delete(id)]);
  }
  await change.done;
}

export async function removeWork(ids: readonly string[]): Promise<void> {
  const change = (await database()).transaction(["work", "workBodies"], "readwrite");
  await Promise.all(
    ids.flatMap((id) => [change.objectStore("work").delete(id), change.objectStore("workBodies").delete(id)]),
  );
  await change.done;
}

export async function declineWork(ids: readonly string[]): Promise<void> {
  const change = (await database()).transaction("work", "readwrite");
  for (const id of ids) {
    const head = await change.store.get(id);
    if (head) await change.store.put({ ...head, isDeclined: true });
  }
  await change.done;
}
