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

/** Puts work in the place of that of the same id; rejects where it cannot be kept. A page that is being closed has time for no more than this. */
export async function putWork(head: WorkHead, body: WorkBody): Promise<void> {
  const change = (await database()).transaction(["work", "workBodies"], "readwrite");
  await Promise.all([change.objectStore("work").put(head), change.objectStore("workBodies").put(body)]);
  await change.done;
}

/** Takes the oldest out where there is too much, but none of `inUse`. */
export async function pruneWork(inUse: readonly string[]): Promise<void> {
  let [count, size] = [0, 0];
  const tooMuch: string[] = [];
  const heads = await (await database()).getAll("work");
  for (const { id, size: its } of heads.sort((a, b) => b.savedAt - a.savedAt)) {
    [count, size] = [count + 1, size + its];
    if ((count > mostKept || size > mostKeptSize) && !inUse.includes(id)) tooMuch.push(id);
  }
  if (tooMuch.length) await removeWork(tooMuch);
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
